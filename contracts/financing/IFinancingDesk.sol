// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount} from "../registry/IProgrammeRegistry.sol";
import {IDesk} from "../claims/IDesk.sol";

/// @notice What a financier signs (EIP-712): it buys this value of this claim, from whoever holds it in this epoch.
/// @param financier who buys
/// @param claim what it buys of
/// @param epoch the claim's: the quote is void when it has changed hands
/// @param value face that it buys, in minor units
/// @param proceeds what it pays: value less the bank discount at `ratePpm` from `valueDay` to the due day
/// @param ratePpm the discount rate, in millionths a year
/// @param dayCount the basis of a year
/// @param valueDay the day on which it pays, counted from 1970-01-01 in Asia/Shanghai
/// @param recourse whether the seller answers for the face, and after the due day for interest on it at `ratePpm`
/// @param expiry from when on it cannot be accepted, in seconds since 1970
/// @param salt makes it another quote than one of the same terms
struct SaleQuote {
    address financier;
    uint256 claim;
    uint256 epoch;
    uint64 value;
    uint64 proceeds;
    uint32 ratePpm;
    DayCount dayCount;
    uint32 valueDay;
    bool recourse;
    uint64 expiry;
    bytes32 salt;
}

/// @notice What a financier signs (EIP-712): it lends to whoever holds this claim in this epoch and pledges value of it.
/// @param financier who lends
/// @param claim what the value is pledged of
/// @param epoch the claim's: the quote is void when it has changed hands
/// @param value face that is pledged, in minor units
/// @param principal what it lends, at most the value
/// @param ratePpm simple interest, in millionths a year
/// @param dayCount the basis of a year
/// @param valueDay the day on which it lends, counted from 1970-01-01 in Asia/Shanghai
/// @param repayDay the last day to repay; from the next one on the pledge can be sold
/// @param reservePpm the highest discount rate, in millionths a year, at which it may be sold then
/// @param expiry from when on it cannot be accepted, in seconds since 1970
/// @param salt makes it another quote than one of the same terms
struct LoanQuote {
    address financier;
    uint256 claim;
    uint256 epoch;
    uint64 value;
    uint64 principal;
    uint32 ratePpm;
    DayCount dayCount;
    uint32 valueDay;
    uint32 repayDay;
    uint32 reservePpm;
    uint64 expiry;
    bytes32 salt;
}

/// @notice What goes on after money was paid: a loan against a pledge, or the recourse of a sale.
/// @param creditor who lent; of a recourse, who bought then, while whoever holds the claim has it now
/// @param ratePpm simple interest, in millionths a year: of a loan from its value day, of a recourse from the due day
/// @param dayCount the basis of a year
/// @param dueDay the last day to repay a loan; the due day of the receivable that recourse is given for
/// @param pledge whether it is a loan
/// @param obligor the pledgor, or the seller
/// @param reservePpm of a loan: the highest discount rate at which the pledge may be sold
/// @param claim of a loan: what is pledged
struct Agreement {
    address creditor;
    uint32 ratePpm;
    DayCount dayCount;
    uint32 dueDay;
    bool pledge;
    address obligor;
    uint32 reservePpm;
    uint256 claim;
}

/// @title Financing as delivery versus payment: a holder accepts a financier's signed quote by selling, or pledging,
/// through this desk.
/// @notice Title, or a pledge, goes to the financier and e-CNY from its wallet to the holder in one transaction, or neither.
/// The desk never has either. A pledge gives priority, never forfeiture: it is enforced by collection or sale, and what
/// is left over is the pledgor's. With recourse, what is collected beyond what the seller answers for is the seller's
/// (Civil Code of the PRC, articles 436, 438 and 766). Payments on a debt go to interest first (article 561).
interface IFinancingDesk is IDesk {
    /// @notice The financier has registered its interest with the movables registry of the credit reference centre.
    /// @param receipt hash of the registration's proof
    event LienRecorded(address indexed financier, uint256 indexed claim, uint256 epoch, bytes32 receipt);
    /// @param agreement of the recourse; zero where the seller gives none
    event ClaimSold(
        bytes32 indexed quote,
        uint256 indexed claim,
        address indexed financier,
        address seller,
        uint64 value,
        uint64 proceeds,
        uint32 ratePpm,
        DayCount dayCount,
        uint64 agreement
    );
    /// @param claim what is pledged
    event LoanMade(
        uint64 indexed agreement,
        bytes32 indexed quote,
        uint256 indexed claim,
        address financier,
        address pledgor,
        uint64 value,
        uint64 principal,
        uint32 ratePpm,
        DayCount dayCount,
        uint32 repayDay,
        uint32 reservePpm
    );
    event QuoteRevoked(bytes32 indexed quote, address indexed financier);
    /// @notice A debt was paid in part or in full: by its obligor, by who collected or bought the claim.
    /// @param principal what is owed after it
    /// @param interest what was paid of interest, within `amount`
    /// @param through the day up to which interest was counted for it
    event DebtPaid(
        uint64 indexed agreement,
        uint256 indexed claim,
        address payer,
        uint64 amount,
        uint64 interest,
        uint64 principal,
        uint32 through
    );
    /// @notice A pledge was sold after its loan was not repaid in time.
    /// @param surplus what the pledgor got
    event PledgeEnforced(
        uint64 indexed agreement,
        uint256 indexed claim,
        address indexed buyer,
        uint64 proceeds,
        uint64 surplus
    );
    /// @notice The holder calls on the seller, since the debtor is in default.
    event RecourseDemanded(uint64 indexed agreement, uint256 indexed claim, address indexed holder, uint64 owed);
    /// @notice The seller has paid what it answers for, and has the claim back.
    event ClaimRepurchased(uint64 indexed agreement, uint256 indexed claim, address indexed holder, uint64 amount);

    error NotTheLedger(address caller);
    error NotTheSettlement(address caller);
    error NotAFinancier(address account);
    error LienReceiptMissing(address financier, uint256 claim);
    error LienReceiptUsed(bytes32 receipt, uint256 claim);
    error LienRecordedAlready(address financier, uint256 claim, bytes32 receipt);
    error QuoteNotSigned(bytes32 quote, address financier);
    error QuoteEnded(bytes32 quote);
    error QuoteExpired(uint256 expiry, uint256 time);
    error QuoteOfAnotherClaim(uint256 claim, uint256 epoch, uint64 value);
    error QuoteOfAnotherDay(uint32 valueDay, uint32 today);
    error QuotePriceWrong(uint64 proceeds, uint256 expected);
    error PriceAboveFace(uint64 value, uint64 proceeds);
    error PrincipalOutOfRange(uint64 principal, uint64 value);
    error RepayDayPassed(uint32 repayDay, uint32 valueDay);
    error NotTheFinancier(address financier, address caller);
    error UnknownAgreement(uint64 agreement);
    error NotALoan(uint64 agreement);
    error NotOwedTo(uint64 agreement, address caller);
    error NotTheObligor(uint64 agreement, address caller);
    error PaymentExceedsDebt(uint64 agreement, uint256 owed, uint64 amount);
    error PaymentMissing(uint64 agreement);
    error LoanNotOverdue(uint64 agreement, uint32 repayDay);
    error PledgeGone(uint64 agreement);
    error RecourseNotGiven(uint64 agreement);
    error BuyerIsParty(uint64 agreement, address buyer);
    error PriceBelowReserve(uint64 agreement, uint32 reservePpm, uint32 ratePpm);
    error RecourseNotDue(uint256 claim, uint32 dueDay);
    error DebtorNotInDefault(uint256 claim);
    error ClaimWithoutRecourse(uint256 claim);

    /// @notice The calling financier puts the proof of its registration on record, before any money moves.
    function recordLien(uint256 claim, bytes32 receipt) external;

    /// @notice The financier takes a quote of its own back.
    function revoke(SaleQuote calldata quote) external;

    function revokeLoan(LoanQuote calldata quote) external;

    /// @notice Anybody pays on a loan, from its own wallet. Once it is repaid the pledge is free.
    /// @param amount fen, at most what is owed today
    function repay(uint64 agreement, uint64 amount) external;

    /// @notice The creditor of a loan that was not repaid in time has the pledge sold, all of it, at a quote of somebody
    /// else. The creditor gets what it is owed, the pledgor the rest; what is missing stays owed.
    function enforce(uint64 agreement, SaleQuote calldata quote, bytes calldata signature) external;

    /// @notice The holder of a claim with recourse calls on the seller, once the debtor is in default.
    function demandRecourse(uint256 claim) external;

    /// @notice The seller of a claim with recourse pays its holder what it answers for and has not been collected, and has
    /// the claim back. From the due date on.
    function repurchase(uint256 claim) external;

    /// @notice What a financier signs for a quote.
    function digestOf(SaleQuote calldata quote) external view returns (bytes32);

    function digestOfLoan(LoanQuote calldata quote) external view returns (bytes32);

    /// @notice Whether a quote was accepted or revoked, by its digest.
    function quoteEnded(bytes32 quote) external view returns (bool);

    /// @notice The receipt that a financier has on record for a claim in an epoch; zero where there is none.
    function lienReceipt(address financier, uint256 claim, uint256 epoch) external view returns (bytes32);

    function agreementOf(uint64 agreement) external view returns (Agreement memory);

    /// @notice What is owed today: of a loan by its pledgor, of a recourse by its seller on this claim.
    function owedOn(uint64 agreement, uint256 claim) external view returns (uint64 principal, uint64 interest);
}
