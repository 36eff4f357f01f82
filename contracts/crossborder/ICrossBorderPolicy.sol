// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITransferPolicy} from "../claims/ITransferPolicy.sol";
import {IReleasePolicy} from "../settlement/IReleasePolicy.sol";
import {Milestone} from "./IMilestones.sol";

/// @notice What may cross the border under a programme. Amounts are minor units of its currency.
/// @param transactionCap what moves in one transaction at most
/// @param windowCap what one group of owners gets within a window at most
/// @param window how many seconds a window is long, ten years at most; it rolls
/// @param countries number of the list of countries whose owners take part
/// @param releasedAt the milestone before which nothing is paid
struct Limits {
    uint64 transactionCap;
    uint64 windowCap;
    uint32 window;
    uint80 countries;
    Milestone releasedAt;
}

/// @notice Whose a wallet is.
/// @param group the beneficial owners behind it, by whatever name; zero where the wallet is not admitted
/// @param country ISO 3166-1 numeric
struct Owner {
    bytes30 group;
    uint16 country;
}

/// @title The rules of cross-border programmes: who takes part, for what, and how much moves.
/// @notice What a group gets counts, claims and money alike, from whomever and however divided; what goes from one wallet of
/// a group to another does not count towards its window. That a debtor's commitment is accepted moves nothing yet.
interface ICrossBorderPolicy is ITransferPolicy, IReleasePolicy {
    event LimitsSet(uint32 indexed programme, Limits limits);
    event PurposeAllowed(uint32 indexed programme, uint32 indexed purpose, bool allowed);
    event WalletAdmitted(address indexed wallet, bytes30 indexed group, uint16 country);
    event PurposeDeclared(uint64 indexed receivable, uint32 purpose);
    event ProgrammeSuspended(uint32 indexed programme, address indexed authority, bytes32 order);
    event ProgrammeResumed(uint32 indexed programme, address indexed authority, bytes32 order);
    /// @notice A debtor's commitment was accepted.
    event Committed(
        uint64 indexed receivable,
        address indexed debtor,
        address indexed creditor,
        bytes30 debtorGroup,
        bytes30 creditorGroup,
        uint64 amount,
        uint32 purpose
    );
    /// @notice A claim changed hands.
    event Crossed(
        uint64 indexed receivable,
        address indexed from,
        address indexed to,
        bytes30 fromGroup,
        bytes30 toGroup,
        uint64 amount,
        uint32 purpose
    );
    /// @notice Money was paid on a claim.
    /// @param money fen
    event Released(
        uint64 indexed receivable,
        address indexed payee,
        bytes30 indexed group,
        uint64 amount,
        uint64 money,
        uint32 purpose
    );

    error ProgrammeWithoutLimits(uint32 programme);
    error LimitsIncomplete(uint32 programme);
    error CurrencyIsHome(uint32 programme);
    error WalletNotAdmitted(address wallet);
    error OwnerIncomplete(address wallet);
    error CountryNotListed(address wallet, uint16 country);
    error PurposeNotAllowed(uint32 programme, uint32 purpose);
    error PurposeNotDeclared(uint64 receivable);
    error PurposeStands(uint64 receivable, uint32 purpose);
    error ProgrammeIsSuspended(uint32 programme);
    error NotTheLedger(address caller);
    error NotTheSettlement(address caller);
    error TransactionCapExceeded(uint32 programme, uint256 moved, uint256 amount, uint256 cap);
    /// @dev Not what the group has got, which is nobody else's business.
    error WindowCapExceeded(uint32 programme, uint256 amount, uint256 cap);
    error NotReleased(uint64 receivable, Milestone reached, Milestone releasedAt);

    /// @notice Says what may move under a programme, from now on.
    function setLimits(uint32 programme, Limits calldata limits) external;

    /// @notice Says whether a purpose (a code of the balance-of-payments classification) is one of a programme's.
    function allowPurpose(uint32 programme, uint32 purpose, bool allowed) external;

    /// @notice Admits a wallet, says whose it is from now on, or admits it no longer (group zero).
    function admit(address wallet, Owner calldata owner) external;

    /// @notice The debtor of a receivable that is offered says what it is for; before that nobody can accept it.
    function declarePurpose(uint64 receivable, uint32 purpose) external;

    /// @notice An authority stops everything under a programme, payment included, under an order.
    function suspendProgramme(uint32 programme, bytes32 order) external;

    /// @notice The authority lifts its own order.
    function resumeProgramme(uint32 programme) external;

    function limitsOf(uint32 programme) external view returns (Limits memory);

    function ownerOf(address wallet) external view returns (Owner memory);

    function purposeOf(uint64 receivable) external view returns (uint32);

    function isPurposeAllowed(uint32 programme, uint32 purpose) external view returns (bool);

    /// @notice What a group has got under a programme within the window that ends now.
    function movedInWindow(uint32 programme, bytes30 group) external view returns (uint256);

    /// @notice An authority's order on a programme; zero where it has none.
    function suspensionOf(uint32 programme, address authority) external view returns (bytes32);
}
