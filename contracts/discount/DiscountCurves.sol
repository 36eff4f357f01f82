// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {DayCount, IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {IDiscountCurves, Knot} from "./IDiscountCurves.sol";

/// @title The discount curves of programmes, one version after the other.
contract DiscountCurves is IDiscountCurves, AccessManaged {
    /// @notice More than any published curve has.
    uint256 public constant MOST_KNOTS = 32;
    uint256 private constant MILLION = 1_000_000;

    /// @param version the last one that was set
    /// @param basis days of a year, as the programme counts them
    struct Curve {
        uint32 version;
        uint16 basis;
    }

    IProgrammeRegistry public immutable programmes;

    mapping(uint32 programme => Curve) private _curves;
    mapping(uint32 programme => mapping(uint32 version => Knot[])) private _knots;

    constructor(address authority, IProgrammeRegistry programmes_) AccessManaged(authority) {
        programmes = programmes_;
    }

    /// @inheritdoc IDiscountCurves
    function setCurve(uint32 programme, Knot[] calldata knots) external restricted returns (uint32 version) {
        uint16 basis = programmes.programmeOf(programme).dayCount == DayCount.Act360 ? 360 : 365;
        if (knots.length == 0 || knots.length > MOST_KNOTS) {
            revert CurveLengthOutOfRange(knots.length, MOST_KNOTS);
        }
        version = _curves[programme].version + 1;
        _curves[programme] = Curve({version: version, basis: basis});
        Knot[] storage kept = _knots[programme][version];
        for (uint256 i = 0; i < knots.length; ++i) {
            if (knots[i].remainingDays == 0 || knots[i].ratePpm == 0) {
                revert KnotOutOfRange(i, knots[i].remainingDays, knots[i].ratePpm);
            }
            if (i != 0) _requireGrowth(i, knots[i - 1], knots[i]);
            kept.push(knots[i]);
        }
        Knot calldata last = knots[knots.length - 1];
        if (uint256(last.ratePpm) * last.remainingDays >= basis * MILLION) {
            revert DiscountLeavesNothing(last.remainingDays, last.ratePpm);
        }
        emit CurveSet(programme, version, knots);
    }

    /// @inheritdoc IDiscountCurves
    function curveVersion(uint32 programme) external view returns (uint32 version) {
        return _curves[programme].version;
    }

    /// @inheritdoc IDiscountCurves
    function curveOf(uint32 programme, uint32 version) external view returns (Knot[] memory knots) {
        knots = _knots[programme][version];
        if (knots.length == 0) revert CurveNotSet(programme, version);
    }

    /// @inheritdoc IDiscountCurves
    function discountOf(uint32 programme, uint64 face, uint32 remainingDays)
        external
        view
        returns (uint64 discount)
    {
        Curve memory curve = _curves[programme];
        if (curve.version == 0) revert CurveNotSet(programme, 0);
        (uint256 rate, uint256 stretch) = _rateOn(_knots[programme][curve.version], remainingDays);
        uint256 divisor = stretch * curve.basis * MILLION;
        return uint64((uint256(face) * rate * remainingDays + divisor / 2) / divisor);
    }

    /// @dev The rate for so many days, times the days between the two knots beside it: it is divided once, with the rest.
    function _rateOn(Knot[] storage knots, uint32 remainingDays) private view returns (uint256 rate, uint256 stretch) {
        Knot memory above = knots[0];
        if (remainingDays <= above.remainingDays) return (above.ratePpm, 1);
        uint256 last = knots.length - 1;
        if (remainingDays > knots[last].remainingDays) revert BeyondCurve(remainingDays, knots[last].remainingDays);
        Knot memory below;
        for (uint256 i = 1; above.remainingDays < remainingDays; ++i) {
            below = above;
            above = knots[i];
        }
        stretch = above.remainingDays - below.remainingDays;
        uint256 beyond = remainingDays - below.remainingDays;
        rate = below.ratePpm * (stretch - beyond) + above.ratePpm * beyond;
    }

    /// @dev A rate that does not fall makes rate times days grow. Where it falls by f over L days, from r at the knot before
    /// to the knot at day e, rate times days, times L, grows least on the last of them: by r·L − f·(e + L − 1).
    function _requireGrowth(uint256 position, Knot calldata before, Knot calldata knot) private pure {
        if (knot.remainingDays <= before.remainingDays) {
            revert KnotsOutOfOrder(position, knot.remainingDays, before.remainingDays);
        }
        if (knot.ratePpm >= before.ratePpm) return;
        uint256 stretch = knot.remainingDays - before.remainingDays;
        uint256 fall = before.ratePpm - knot.ratePpm;
        uint256 lastDay = knot.remainingDays + stretch - 1;
        if (before.ratePpm * stretch <= fall * lastDay) {
            revert DiscountDoesNotGrow(position, knot.remainingDays, knot.ratePpm);
        }
    }
}
