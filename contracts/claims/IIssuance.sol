// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Drawing} from "../registry/IEvidenceRegistry.sol";

/// @notice Where a receivable stands. That it has matured is read off the clock, not stored. It is funded by what its
/// debtor has set aside for it, in part or all of its face and the interest owed with it.
enum ReceivableStatus {
    None,
    Offered,
    Active,
    Declined,
    Withdrawn,
    Lapsed,
    Cancelled,
    PartFunded,
    Funded
}

/// @notice A receivable's terms, which do not change, and where it stands.
/// @param debtor who owes
/// @param face what is owed, in minor units of the programme's currency
/// @param issueDay the day of issue; days are counted from 1970-01-01 in Asia/Shanghai
/// @param status where it stands
/// @param creditor whom it was issued to
/// @param acceptDay the last day on which the creditor may accept
/// @param dueDay the last day to pay
/// @param programme whose rules apply
struct ReceivableTerms {
    address debtor;
    uint64 face;
    uint24 issueDay;
    ReceivableStatus status;
    address creditor;
    uint32 acceptDay;
    uint32 dueDay;
    uint32 programme;
}

/// @notice A commitment to pay, as its debtor offers it.
/// @param programme whose rules apply
/// @param creditor whom it is issued to
/// @param face minor units, at most 2^53 − 1; the drawings add up to it
/// @param acceptDay last day to accept, from today to the due day
/// @param dueDay last day to pay, after today and within the programme's longest term
/// @param drawings documents between debtor (buyer) and creditor (seller) that it rests on
struct Commitment {
    uint32 programme;
    address creditor;
    uint64 face;
    uint32 acceptDay;
    uint32 dueDay;
    Drawing[] drawings;
}

/// @title How receivables come about, or do not, and how they are undone.
interface IIssuance {
    /// @notice A debtor has committed to pay; nothing is minted before the creditor accepts.
    event ReceivableOffered(
        uint64 indexed receivable,
        address indexed debtor,
        address indexed creditor,
        uint32 programme,
        uint64 face,
        uint32 issueDay,
        uint32 acceptDay,
        uint32 dueDay
    );
    /// @notice The creditor has signed for it and holds the first claim, over the whole face.
    event ReceivableAccepted(uint64 indexed receivable, uint256 indexed claim);
    event ReceivableDeclined(uint64 indexed receivable);
    event ReceivableWithdrawn(uint64 indexed receivable);
    event ReceivableLapsed(uint64 indexed receivable);
    event CancellationProposed(uint64 indexed receivable, address indexed by);
    event CancellationRetracted(uint64 indexed receivable, address indexed by);
    event ReceivableCancelled(uint64 indexed receivable);
    event ReceivableFunded(uint64 indexed receivable, bool inFull);

    error CreditorIsDebtor(address debtor);
    error FaceOutOfRange(uint64 face, uint64 largest);
    error DueDayOutOfRange(uint32 dueDay, uint32 earliest, uint32 latest);
    error AcceptDayOutOfRange(uint32 acceptDay, uint32 earliest, uint32 latest);
    error IssuerOverdue(address debtor, uint32 sinceDay);
    error UnknownReceivable(uint64 receivable);
    error EvidenceDoesNotMatchFace(uint64 face, uint256 drawn);
    error EvidenceNotAllReleased(uint64 face, uint256 released);
    error ReceivableNotOffered(uint64 receivable);
    error ReceivableNotActive(uint64 receivable);
    error NotTheCreditor(uint64 receivable, address caller);
    error NotTheDebtor(uint64 receivable, address caller);
    error NotASide(uint64 receivable, address caller);
    error AcceptanceTimeOver(uint64 receivable, uint256 endedAt);
    error AcceptanceTimeRuns(uint64 receivable, uint256 endsAt);
    error CancellationProposedAlready(uint64 receivable, address by);
    error CancellationNotProposed(uint64 receivable);
    error CancellationOfOther(uint64 receivable, address proposer);
    error CancellationNeedsOtherSide(uint64 receivable, address by);

    /// @notice The caller, a debtor that is not overdue, offers its commitment to a creditor.
    function issue(Commitment calldata commitment) external returns (uint64 receivable);

    /// @notice The creditor signs for an offered receivable, which mints its first claim.
    function accept(uint64 receivable) external returns (uint256 claim);

    /// @notice The creditor refuses an offered receivable.
    /// @param documents those that it rests on, whose drawings are given back
    function decline(uint64 receivable, bytes32[] calldata documents) external;

    /// @notice The debtor takes an offered receivable back.
    function withdraw(uint64 receivable, bytes32[] calldata documents) external;

    /// @notice Anybody ends an offered receivable whose time for acceptance is over.
    function lapse(uint64 receivable, bytes32[] calldata documents) external;

    /// @notice Debtor or creditor signs for undoing an active receivable.
    function proposeCancellation(uint64 receivable) external;

    /// @notice Who proposed it no longer does.
    function retractCancellation(uint64 receivable) external;

    /// @notice The other side signs too: the debt is undone, its claims are gone and its evidence is given back.
    /// @param claims every claim of the receivable that is worth anything, all free and with the first creditor
    function cancel(uint64 receivable, uint256[] calldata claims, bytes32[] calldata documents) external;

    /// @notice The settlement has money for it: it is undone no more, and when all of it is funded its debtor owes nothing
    /// on its due day.
    function recordFunding(uint64 receivable, bool inFull) external;

    /// @notice Which side has proposed to undo the receivable; zero where none has.
    function cancellationProposer(uint64 receivable) external view returns (address);

    /// @notice The day since which a debtor has been overdue, counted from 1970-01-01; zero where it is not.
    function overdueSince(address debtor) external view returns (uint32);

    /// @notice What does not change; reverts with `UnknownReceivable` where there is none.
    function termsOf(uint64 receivable) external view returns (ReceivableTerms memory);

    /// @notice How many receivables were ever offered; they are numbered from 1.
    function receivableCount() external view returns (uint64);
}
