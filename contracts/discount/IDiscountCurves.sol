// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The rate for money that comes so many days before the due day.
/// @param remainingDays from the day on which it comes to the due day
/// @param ratePpm bank discount rate, in millionths a year
struct Knot {
    uint16 remainingDays;
    uint32 ratePpm;
}

/// @title What early payment costs under a programme: the more days remain, the larger the discount.
/// @notice Between two knots the rate lies on the straight line between theirs, before the first it is the first one's.
/// Rate times days grows strictly from day to day, so a discount never falls by a minor unit as days are added.
interface IDiscountCurves {
    /// @notice Prices from now on; what was struck before stays as it was.
    event CurveSet(uint32 indexed programme, uint32 indexed version, Knot[] knots);

    error CurveLengthOutOfRange(uint256 knots, uint256 most);
    error KnotOutOfRange(uint256 position, uint16 remainingDays, uint32 ratePpm);
    error KnotsOutOfOrder(uint256 position, uint16 remainingDays, uint16 before);
    /// @notice From the knot before to this one there is a day on which waiting longer would cost no more.
    error DiscountDoesNotGrow(uint256 position, uint16 remainingDays, uint32 ratePpm);
    error DiscountLeavesNothing(uint16 remainingDays, uint32 ratePpm);
    error CurveNotSet(uint32 programme, uint32 version);
    error BeyondCurve(uint32 remainingDays, uint16 last);

    /// @notice Sets a programme's curve. Its versions count from 1.
    /// @param knots by ascending days
    function setCurve(uint32 programme, Knot[] calldata knots) external returns (uint32 version);

    /// @notice The version that prices now; 0 where no curve was set.
    function curveVersion(uint32 programme) external view returns (uint32 version);

    /// @notice The knots of a version.
    function curveOf(uint32 programme, uint32 version) external view returns (Knot[] memory knots);

    /// @notice face × rate(d) × d / basis on the curve that prices now, rounded half up to the minor unit in one division.
    /// Nothing on the due day itself, and never more than the face.
    /// @param face minor units
    /// @param remainingDays d, from today to the due day
    function discountOf(uint32 programme, uint64 face, uint32 remainingDays) external view returns (uint64 discount);
}
