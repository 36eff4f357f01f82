// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Drawing} from "../registry/IEvidenceRegistry.sol";

/// @notice What does not change over a receivable's life.
/// @param debtor who owes
/// @param face what is owed, in minor units of the programme's currency
/// @param issueDay the day of issue, counted from 1970-01-01 in Asia/Shanghai
/// @param creditor whom it was issued to
struct ReceivableTerms {
    address debtor;
    uint64 face;
    uint32 issueDay;
    address creditor;
}

/// @title The life of receivables, and what their holders do beyond ERC-721 and ERC-3525.
interface IReceivableLedger {
    /// @notice A debtor has committed to pay; nothing is minted before the creditor accepts.
    event ReceivableOffered(
        uint64 indexed receivable,
        address indexed debtor,
        address indexed creditor,
        uint32 programme,
        uint64 face,
        uint32 issueDay,
        uint32 dueDay
    );
    /// @notice The creditor has signed for it and holds the first claim, over the whole face.
    event ReceivableAccepted(uint64 indexed receivable, uint256 indexed claim);

    error CreditorIsDebtor(address debtor);
    error FaceOutOfRange(uint64 face, uint64 largest);
    error DueDayOutOfRange(uint32 dueDay, uint32 earliest, uint32 latest);
    error EvidenceDoesNotMatchFace(uint64 face, uint256 drawn);
    error UnknownReceivable(uint64 receivable);
    error ReceivableNotOffered(uint64 receivable);
    error NotTheCreditor(uint64 receivable, address caller);
    error SplitNeedsTwoParts(uint256 claim);
    error SplitIntoNothing(uint256 claim, uint256 part);
    error SplitDoesNotAddUp(uint256 claim, uint64 value, uint256 sum);
    error NoClaimsNamed();

    /// @notice The caller, a debtor, offers its commitment to `creditor`, resting on documents between the two.
    /// @param face minor units, at most 2^53 − 1; the drawings add up to it
    /// @param dueDay last day to pay, after today and within the programme's longest term
    function issue(uint32 programme, address creditor, uint64 face, uint32 dueDay, Drawing[] calldata drawings)
        external
        returns (uint64 receivable);

    /// @notice The creditor signs for an offered receivable, which mints its first claim.
    function accept(uint64 receivable) external returns (uint256 claim);

    /// @notice Cuts a claim into as many as there are parts, which add up to its value: the first stays in the
    /// claim, the others become new claims of the same owner with consecutive serials.
    /// @return firstNew the claim that takes `parts[1]`
    function split(uint256 claim, uint64[] calldata parts) external returns (uint256 firstNew);

    /// @notice Hands several whole claims over, all or none. As `transferFrom`, it does not ask the recipient.
    function transferClaims(uint256[] calldata claims, address to) external;

    /// @notice The words of claims `first` to `first + count − 1` of a receivable, as `ClaimWord` lays them out.
    function claimWords(uint64 receivable, uint64 first, uint64 count) external view returns (uint256[] memory);

    /// @notice The receivable's word, as `ReceivableWord` lays it out; zero where there is none.
    function receivableWord(uint64 receivable) external view returns (uint256);

    /// @notice What does not change; reverts with `UnknownReceivable` where there is none.
    function termsOf(uint64 receivable) external view returns (ReceivableTerms memory);

    /// @notice How many receivables were ever offered; they are numbered from 1.
    function receivableCount() external view returns (uint64);
}
