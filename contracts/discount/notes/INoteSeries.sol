// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Movement} from "../compliance/IComplianceModule.sol";
import {IAgentRole, ICompliance, IERC173, IERC3643} from "../IERC3643.sol";
import {IERC7943Fungible} from "../IERC7943.sol";

/// @title Notes on one receivable: each stands for one minor unit of the claims that are wrapped.
/// @notice ERC-3643 with ERC-7943 beside it. What ERC-3643 leaves to agents and could break the backing – minting and
/// burning – is the note desk's alone, which holds the claims. Amounts are minor units.
interface INoteSeries is IERC3643, IERC20Metadata, IAgentRole, IERC173, IERC7943Fungible {
    /// @notice A transfer agent has cited the order on which it will move notes.
    /// @param order hash of the order
    event OrderCited(bytes32 indexed order, address indexed from, address indexed to, uint256 amount);
    event TransferOrdered(bytes32 indexed order, address indexed from, address indexed to, uint256 amount);

    error NotesPaused(address series);
    error NotesNotPaused(address series);
    error NotesClosed(address series, uint256 closedAt);
    error NotVerified(address holder);
    error WalletIsFrozen(address wallet);
    error NotesAreFrozen(address wallet, uint256 amount);
    error NotEnoughFrozen(address wallet, uint256 frozen, uint256 amount);
    error NotEnoughToFreeze(address wallet, uint256 unfrozen, uint256 amount);
    error NotTheNoteDesk(address caller);
    error OperatorIsNoAgent(address account);
    error ForcedOntoItself(address wallet);
    error NoOrderCited(address from, address to, uint256 amount);
    error OrderWithoutHash();
    error IdentityDiffers(address wallet, address identity);
    error NothingToRecover(address wallet);
    error RoundsDiffer(address from, address to);
    error NotAContract(address target);
    error BatchListsDiffer(uint256 first, uint256 second);

    function forcedTransfer(address from, address to, uint256 amount)
        external
        override(IERC3643, IERC7943Fungible)
        returns (bool result);

    function getFrozenTokens(address account)
        external
        view
        override(IERC3643, IERC7943Fungible)
        returns (uint256 amount);

    /// @notice The note desk sets a new series up.
    /// @param closing from when on notes change hands no longer, in seconds since 1970
    /// @param policy the receivable's; zero where it has none
    function setUp(uint64 receivable_, uint40 closing, address owner_, address agent, address policy) external;

    /// @notice The transfer agent cites the hash of a court's or regulator's order for a forced transfer that follows.
    function citeOrder(address from, address to, uint256 amount, bytes32 order) external;

    /// @notice The note desk burns what a holder has been paid.
    /// @param round up to which
    function retirePaid(address holder, uint64 amount, uint8 round) external;

    /// @notice Reverts with the reason where `from` could not transfer so much to `to` now. A policy that the receivable has
    /// keeps counts and cannot be asked beforehand: it, and it alone, may still refuse. The same holds for `canTransfer`.
    function checkTransfer(address from, address to, uint256 amount) external view;

    /// @notice A transfer as the modules of the offering see it.
    function plannedMovement(address from, address to, uint256 amount) external view returns (Movement memory);

    /// @notice The word of a holder, as `NoteWord` lays it out.
    function holderWord(address holder) external view returns (uint256);

    /// @notice The word of the series, as `NoteWord` lays it out.
    function seriesState() external view returns (uint256);

    /// @notice The receivable whose claims are wrapped.
    function underlyingReceivable() external view returns (uint64);
}
