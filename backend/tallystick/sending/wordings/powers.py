"""What the contracts refuse about powers and orders, in words."""

from tallystick.refusal import Conflict, Forbidden, Refusal
from tallystick.sending.wording import Wording

_OPERATORS_WORK = "Only the ledger's own services make this call."

WORDINGS: dict[str, Wording] = {
    "AccessManagedUnauthorized": Wording(
        Forbidden, "power_missing", "{caller} lacks the power for this.", _OPERATORS_WORK
    ),
    "AccessManagedInvalidAuthority": Wording(
        Refusal, "invalid_authority", "{authority} is not an access manager.", _OPERATORS_WORK
    ),
    "AccessManagedRequiredDelay": Wording(
        Conflict, "power_delayed", "{caller} must schedule this call first.", _OPERATORS_WORK
    ),
    "OrderWithoutHash": Wording(
        Refusal, "order_missing", "No order is named.", "Name the order that you act on."
    ),
    "OrderStands": Wording(
        Conflict,
        "order_stands",
        "{authority}'s order {order} stands already.",
        "Lift it before giving another one.",
    ),
    "NoOrderStands": Wording(
        Conflict,
        "no_order_stands",
        "{authority} has no order here to lift.",
        "Each authority lifts its own orders.",
    ),
    "AddressEmptyCode": Wording(
        Refusal, "not_a_contract", "There is no contract at {target}.", "Name the address of a contract."
    ),
    "FailedCall": Wording(
        Refusal, "call_failed", "A call failed without a reason.", "Report this answer to the operator."
    ),
}
