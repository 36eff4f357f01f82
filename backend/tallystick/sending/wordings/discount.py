"""What the discount curves refuse."""

from tallystick.refusal import NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS = {
    "CurveLengthOutOfRange": Wording(
        Refusal,
        "curve_length_out_of_range",
        "A curve of {knots} knots is not one of 1 to {most}.",
        "Give as many as that.",
    ),
    "KnotOutOfRange": Wording(
        Refusal,
        "knot_out_of_range",
        "Knot {position} has {remaining_days} days at {rate_ppm} millionths a year; neither may be zero.",
        "Begin with at least a day, and take something off.",
    ),
    "KnotsOutOfOrder": Wording(
        Refusal,
        "knots_out_of_order",
        "Knot {position} has {remaining_days} days, the one before it {before}.",
        "Give the knots by ascending days, each once.",
    ),
    "DiscountDoesNotGrow": Wording(
        Refusal,
        "discount_does_not_grow",
        "Up to knot {position} ({remaining_days} days at {rate_ppm} millionths a year) there is a day on which waiting "
        "longer would cost no more.",
        "Let the rate fall less steeply, or rise.",
    ),
    "DiscountLeavesNothing": Wording(
        Refusal,
        "discount_leaves_nothing",
        "At {rate_ppm} millionths a year for {remaining_days} days nothing of the face is left.",
        "Give lower rates.",
    ),
    "CurveNotSet": Wording(
        NotFound,
        "curve_not_found",
        "Programme {programme} has no discount curve of version {version}.",
        "Let the host set one.",
    ),
    "BeyondCurve": Wording(
        Refusal,
        "beyond_curve",
        "The curve prices up to {last} days, {remaining_days} remain.",
        "Wait, or let the host set a longer curve.",
    ),
}
