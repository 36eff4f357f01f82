// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount} from "../../registry/IProgrammeRegistry.sol";
import {IHoldReleaser} from "../../settlement/IHoldReleaser.sol";

/// @notice Where an auction stands. That its closing has come, or its hold has ended, is read off the clock, not
/// stored.
enum AuctionStatus {
    None,
    Open,
    Cleared,
    Cancelled
}

/// @notice One debtor's offer to pay early, as long as the money reaches.
/// @param debtor who pays, and gets the notes
/// @param programme whose receivables, of this debtor, are paid
/// @param closing until when offers are made and taken back, in seconds since 1970; from then on it can be cleared
/// @param dayCount the programme's
/// @param uniform whether all are paid at one rate, the lowest accepted, or each at its own
/// @param status where it stands
/// @param hold what it is paid from, in the debtor's wallet
/// @param budget fen of it
/// @param expiry the last second in which it may be cleared, in seconds since 1970; zero where it has no end
/// @param first the offer with the highest rate; zero where there is none
/// @param offers how many there are
struct Auction {
    address debtor;
    uint32 programme;
    uint40 closing;
    DayCount dayCount;
    bool uniform;
    AuctionStatus status;
    uint64 hold;
    uint56 budget;
    uint64 expiry;
    uint48 first;
    uint8 offers;
}

/// @notice What a holder of notes would sell to their debtor, and for how little.
/// @param seller whose notes they are
/// @param amount face in minor units
/// @param dueDay of the receivable, counted from 1970-01-01 in Asia/Shanghai
/// @param receivable whose notes they are of
/// @param auction where it was made; zero: there is no such offer
/// @param next the offer that comes after it; zero where none does
/// @param previous the offer that comes before it; zero where none does
/// @param ratePpm bank discount rate, in millionths a year, that the seller accepts, or a lower one
struct Offer {
    address seller;
    uint56 amount;
    uint24 dueDay;
    uint64 receivable;
    uint48 auction;
    uint48 next;
    uint48 previous;
    uint32 ratePpm;
}

/// @notice One offer's part of a clearing.
/// @param amount face that is bought
/// @param price fen that are paid for it
/// @param ratePpm bank discount rate that prices it, in millionths a year
/// @param remainingDays from the day of the clearing to the due day
struct Payment {
    uint64 offer;
    uint64 receivable;
    address seller;
    uint64 amount;
    uint64 price;
    uint32 ratePpm;
    uint32 remainingDays;
}

/// @notice An offer that cannot be delivered.
/// @param reason selector of the error that says why; zero where there was none
struct Skip {
    uint64 offer;
    bytes4 reason;
}

/// @title Where debtors pay their receivables early, to whoever gives the most discount for it.
/// @notice A debtor holds e-CNY ready in its own wallet, with this contract as the releaser and the terms of an
/// auction as the purpose (`AuctionTerms`). Holders of notes on its receivables offer them for a discount that is no
/// lower than the curve of their programme asks. After the closing anybody has the auction cleared: from the highest
/// rate down, notes go from seller to debtor and money from the hold to the seller, both or neither, until the money
/// is used; what is left goes back. An offer ties nothing: its seller keeps the notes and allows this contract to move
/// them. What it has not allowed, no longer has, or may not move when the auction is cleared is passed over and stops
/// nobody else.
///
/// The price of a face is F − F · q · d / B, the discount rounded half up, with d the days from the day of the
/// clearing to the due day. Each is paid at its own rate (pay as bid), or all are paid at the lowest rate accepted
/// (uniform): with offers at r₁ ≥ r₂ ≥ … the last one accepted is the largest k such that 1 … k − 1 in full at rₖ cost
/// less than the budget. The last one may be bought in part, by the unit. No seller gives more than the discount that
/// it offered; by a uniform rate one with more days may give less than the curve would ask of it alone. Amounts are
/// fen.
interface IEarlyPayment is IHoldReleaser {
    /// @notice A debtor has set `budget` aside for early payment.
    /// @param closing until when offers are made, in seconds since 1970
    /// @param expiry the last second in which it may be cleared; zero where it has no end
    event AuctionOpened(
        uint64 indexed auction,
        uint64 indexed hold,
        address indexed debtor,
        uint32 programme,
        uint64 budget,
        uint40 closing,
        uint64 expiry,
        bool uniform
    );
    /// @notice Offers are numbered from 1 over all auctions. Among equal rates the lower number comes first.
    event OfferMade(
        uint64 indexed auction,
        uint64 indexed offer,
        address indexed seller,
        uint64 receivable,
        uint64 amount,
        uint32 ratePpm
    );
    event OfferWithdrawn(uint64 indexed auction, uint64 indexed offer);
    /// @notice So much of an offer was bought: notes for money, in this transaction.
    /// @param ratePpm the rate that `price` follows from
    event OfferPaid(
        uint64 indexed auction,
        uint64 indexed offer,
        address indexed seller,
        uint64 receivable,
        uint64 amount,
        uint64 price,
        uint32 ratePpm
    );
    /// @notice The offer's turn came and it could not be delivered.
    /// @param reason selector of the error that says why; zero where there was none
    event OfferSkipped(uint64 indexed auction, uint64 indexed offer, bytes4 reason);
    /// @notice It is over. Offers that were neither paid nor skipped were not reached by the money.
    /// @param face notes that the debtor got
    /// @param paid money that it gave for them
    /// @param marginalPpm the lowest rate at which something was paid; zero where nothing was
    /// @param returned what was left and is the debtor's to use again
    event AuctionCleared(uint64 indexed auction, uint64 face, uint64 paid, uint32 marginalPpm, uint64 returned);
    event AuctionCancelled(uint64 indexed auction);

    error AuctionTermsMalformed(bytes32 purpose);
    error HoldForOnePayee(address payee);
    error ClosingPassed(uint256 endedAt, uint256 time);
    /// @notice Too little time would be left to clear the auction.
    error HoldEndsTooSoon(uint64 expiry, uint256 until);
    error CurrencyNotPaid(uint32 programme, bytes3 currency);
    error UnknownAuction(uint64 auction);
    /// @notice It was cleared or cancelled.
    error AuctionOver(uint64 auction);
    error AuctionClosed(uint64 auction, uint256 endedAt);
    error AuctionRuns(uint64 auction, uint256 endsAt);
    /// @notice Its hold has ended: the debtor takes its money back by itself.
    error AuctionLapsed(uint64 auction, uint64 expiry);
    error AuctionHasOffers(uint64 auction, uint8 offers);
    error NotTheAuctionsDebtor(uint64 auction, address caller);
    error TooManyOffers(uint64 auction, uint256 most);
    error OfferedAlready(uint64 receivable, uint64 offer);
    error UnknownOffer(uint64 offer);
    error NotTheSeller(uint64 offer, address caller);
    error NotPaidEarlyHere(uint64 auction, uint64 receivable);
    /// @notice The receivable is due too soon to be paid before.
    error NotEarly(uint64 receivable, uint32 dueDay, uint32 earliest);
    error RateBelowCurve(uint32 ratePpm, uint256 leastPpm);
    error OfferLeavesNothing(uint64 amount, uint256 discount);
    /// @notice The seller is the debtor, in the same wallet or in another one of its identity.
    error OwnDebt(address seller, address debtor);
    error HintTooFarDown(uint64 hint, uint32 hintPpm, uint32 ratePpm);
    error NotItself(address caller);
    /// @notice The caller gave so little gas that an offer would be passed over for that alone.
    error GasMissing(uint256 gasLeft, uint256 gasNeeded);

    /// @notice A holder offers notes for early payment. They stay its own and free; it allows this contract to move
    /// them, and has one offer of a receivable at a time.
    /// @param amount minor units, which it has
    /// @param ratePpm bank discount rate in millionths a year: at least the curve's for the days from the closing to
    /// the due day (`leastRate`)
    /// @param hint an offer behind which it belongs (`positionFor`), zero for the beginning: looked for from there on.
    /// One that is no longer there is as good as zero.
    /// @return offer_ its number
    function offer(uint64 auction, uint64 receivable, uint64 amount, uint32 ratePpm, uint64 hint)
        external
        returns (uint64 offer_);

    /// @notice The seller takes its offer back, before the closing.
    function withdraw(uint64 offer_) external;

    /// @notice The debtor ends an auction for which there is no offer, and has its money back.
    function cancel(uint64 auction) external;

    /// @notice Pays the offers of an auction that has closed. Anybody may ask for it. What fails only when it is delivered,
    /// as by a policy that cannot be asked beforehand, is passed over too: as bid its money goes on to the next, at one
    /// rate, which is found before anything moves, it goes back.
    function clear(uint64 auction) external;

    /// @notice This contract's own call, so that notes and money change hands together or not at all.
    function deliver(uint64 hold, address debtor, uint64 receivable, address seller, uint64 amount, uint64 price)
        external;

    /// @notice Reverts with the reason for which the whole of an offer could not be delivered now. A policy that the
    /// receivable has cannot be asked beforehand.
    function checkDeliverable(uint64 offer_) external view;

    /// @notice What a clearing would pay if it were now, or were at the closing with all else as it is now.
    function preview(uint64 auction) external view returns (Payment[] memory payments, Skip[] memory skips);

    function auctionOf(uint64 auction) external view returns (Auction memory);

    function offerOf(uint64 offer_) external view returns (Offer memory);

    /// @notice The offers of an auction in the order in which they are paid. They stay when it is over.
    function offersOf(uint64 auction) external view returns (uint64[] memory);

    /// @notice The hint for a new offer at this rate: the last offer that comes before it, zero where none does.
    function positionFor(uint64 auction, uint32 ratePpm) external view returns (uint64 hint);

    /// @notice The lowest rate at which notes of a receivable can be offered.
    function leastRate(uint64 auction, uint64 receivable) external view returns (uint256 ratePpm);
}
