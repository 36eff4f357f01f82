// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount} from "../../registry/IProgrammeRegistry.sol";

/// @notice What is left of an order, and all that its price is reckoned from.
/// @param maker whose it is
/// @param expiry from when on it is not filled, in seconds since 1970; at the latest when the books of the notes close
/// @param dueDay when the receivable is due
/// @param dayCount of the receivable's programme
/// @param ask whether the maker sells; it buys otherwise
/// @param receivable whose notes
/// @param left face not filled yet
/// @param minimum face of the smallest fill, unless less is left
/// @param ratePpm bank discount rate in millionths a year; 0 is at face, and also what stands beside a curve
/// @param curveVersion of the programme's discount curve at which it is sold; 0 where a rate says the price
struct Order {
    address maker;
    uint40 expiry;
    uint32 dueDay;
    DayCount dayCount;
    bool ask;
    uint64 receivable;
    uint64 left;
    uint64 minimum;
    uint32 ratePpm;
    uint32 curveVersion;
}

/// @title A venue for notes: orders, and fills that are delivery against payment.
/// @notice It holds neither notes nor money and has no operator. An order encumbers nothing: its maker has approved the
/// venue for its notes or its e-CNY and may spend them elsewhere, so a fill can still fail when its time comes. Whether
/// notes may change hands is the series' own decision. Amounts are minor units of face, prices fen. A price is face less
/// discount for the days from today (in Shanghai) to the due day, never above face; each fill is rounded by itself, half
/// up in one division, so that a maker's `minimum` also bounds what rounding may cost it.
interface INoteMarket {
    /// @param ask whether the maker sells
    /// @param ratePpm bank discount rate in millionths a year; 0 also where a curve says the price
    /// @param curveVersion of the programme's discount curve at which it is sold; 0 where the rate says the price
    /// @param expiry from when on it is not filled, in seconds since 1970
    event OrderPlaced(
        uint64 indexed order,
        uint64 indexed receivable,
        address indexed maker,
        bool ask,
        uint64 amount,
        uint64 minimum,
        uint32 ratePpm,
        uint32 curveVersion,
        uint40 expiry
    );
    /// @notice Notes have gone from seller to buyer and e-CNY from buyer to seller.
    /// @param left of the order; 0 is its end
    event OrderFilled(
        uint64 indexed order,
        uint64 receivable,
        address indexed seller,
        address indexed buyer,
        uint64 amount,
        uint64 price,
        uint64 left
    );
    event OrderCancelled(uint64 indexed order);
    /// @notice Somebody has put away what could not be filled any more.
    event OrderExpired(uint64 indexed order);

    error OrderAmountOutOfRange(uint64 amount, uint64 largest);
    error MinimumOutOfRange(uint64 minimum, uint64 amount);
    error ExpiryNotAhead(uint40 expiry, uint256 time);
    error UnknownOrder(uint64 order);
    error OrderHasEnded(uint64 order);
    error OrderHasExpired(uint64 order, uint40 expiry);
    error OrderNotExpired(uint64 order, uint40 expiry);
    error NotTheMaker(uint64 order, address caller);
    error FillExceedsOrder(uint64 order, uint64 left, uint64 amount);
    error FillBelowMinimum(uint64 order, uint64 minimum, uint64 amount);
    error PriceBeyondLimit(uint64 order, uint64 price, uint64 limit);
    /// @notice Another curve has been set than the one at which it was offered.
    /// @param order 0 where it is being placed
    error CurveChanged(uint64 order, uint32 placedUnder, uint32 now);
    /// @notice The discount takes all of the face.
    /// @param order 0 where it is being placed
    error FillPaysNothing(uint64 order, uint64 amount, uint32 remainingDays);
    /// @notice Both wallets are one party's.
    error SelfTrade(uint64 order, address maker, address taker);
    error NotesNotApproved(address seller, uint256 approved, uint64 amount);
    error MoneyNotApproved(address buyer, uint256 approved, uint64 price);

    /// @notice Offers notes at a bank discount rate. The caller may hold them, nothing stops its wallet, and so many of
    /// them are not frozen; whether they are still there is seen when somebody fills.
    /// @param minimum face of the smallest fill, from 1 to `amount`
    /// @param expiry ahead; after the books of the notes close it is taken for that moment
    /// @return order its number, counted from 1
    function ask(uint64 receivable, uint64 amount, uint64 minimum, uint32 ratePpm, uint40 expiry)
        external
        returns (uint64 order);

    /// @notice Offers notes at the discount curve of their programme: the primary sale. Another curve set later does not
    /// change what was offered: the ask is not filled any more while another one prices.
    /// @param curveVersion the one that the caller has seen, which prices now
    function askAtCurve(uint64 receivable, uint64 amount, uint64 minimum, uint32 curveVersion, uint40 expiry)
        external
        returns (uint64 order);

    /// @notice Seeks notes at a bank discount rate. The caller may hold them and nothing stops its wallet; whether its
    /// money is there is seen when somebody fills.
    function bid(uint64 receivable, uint64 amount, uint64 minimum, uint32 ratePpm, uint40 expiry)
        external
        returns (uint64 order);

    /// @notice The caller takes the other side of an order, of all of it or a part, in one transaction or not at all. Its
    /// number is all that names the order: where a chain can take blocks back, one fills what is final.
    /// @param limit what a buyer pays at most and a seller gets at least for this fill, in fen
    /// @return price what was paid
    function fill(uint64 order, uint64 amount, uint64 limit) external returns (uint64 price);

    /// @notice The maker takes back what is left of its order.
    function cancel(uint64 order) external;

    /// @notice Ends orders whose time is over, so that whoever follows events sees it. Anybody may.
    function expire(uint64[] calldata orders) external;

    /// @notice What is left of an order; reverts with `UnknownOrder` or `OrderHasEnded` where nothing is.
    function orderOf(uint64 order) external view returns (Order memory);

    /// @notice What so much face of an order costs today; reverts with the reason where it has no price.
    function priceOf(uint64 order, uint64 amount) external view returns (uint64 price);

    /// @notice Reverts with the reason where a fill by `taker` would be refused now. A policy that the receivable has
    /// keeps counts and cannot be asked beforehand: it, and it alone, may still refuse.
    /// @return price what it would pay or get
    function checkFill(uint64 order, address taker, uint64 amount) external view returns (uint64 price);

    /// @notice How many orders were ever placed; they are numbered from 1.
    function orderCount() external view returns (uint64);
}
