// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDesk} from "../../claims/IDesk.sol";
import {INoteCompliance, ModuleSetting} from "../compliance/INoteCompliance.sol";
import {INoteSeries} from "./INoteSeries.sol";

/// @title Where claims are wrapped into notes, and notes unwrapped into claims.
/// @notice It holds the claims, to the minor unit as many as there are notes, and never money: at maturity the settlement
/// pays the notes' holders straight from the debtor's hold. Every receivable has a series of its own. Amounts are minor
/// units.
interface INoteDesk is IDesk {
    /// @notice Claims of a programme can be wrapped from now on.
    /// @param compliance the rules of its series
    /// @param owner of them and of its series
    event OfferingOpened(uint32 indexed programme, INoteCompliance compliance, address indexed owner);
    /// @notice Series that are opened from now on have this transfer agent.
    event AgentNamed(uint32 indexed programme, address indexed agent);
    /// @param closing from when on its notes change hands no longer, in seconds since 1970
    event SeriesOpened(INoteSeries indexed series, uint64 indexed receivable, uint40 closing);
    /// @param claim what the wrapped value was taken from, or that itself
    event Wrapped(uint64 indexed receivable, uint256 indexed claim, address indexed holder, uint64 value);
    /// @param claim the holder's now
    event Unwrapped(uint64 indexed receivable, uint256 indexed claim, address indexed holder, uint64 value);

    error AmountMissing();
    error NotTheLedger(address caller);
    error NotTheSettlement(address caller);
    error TokensNotOffered(uint32 programme);
    error OfferingIsOpen(uint32 programme);
    error OfferingNotOpen(uint32 programme);
    error SeriesIsOpen(uint64 receivable);
    error SeriesNotOpen(uint64 receivable);
    error NotesCannotBePledged(uint256 claim);
    error ClaimNotWrapped(uint256 claim);
    error NoHoldersNamed();
    error ClaimsOutOfOrder(uint256 claim, uint256 before);
    error HoldersOutOfOrder(address holder, address before);
    error ClaimsNotAllNamed(uint64 receivable, uint256 supply, uint256 sum);

    /// @notice Opens a programme for notes: the caller owns their rules and names their transfer agent.
    function openOffering(uint32 programme, address agent, ModuleSetting[] calldata modules)
        external
        returns (INoteCompliance compliance);

    /// @notice Names another transfer agent for series to come. Those that are there keep theirs; their owner changes it.
    function nameAgent(uint32 programme, address agent) external;

    /// @notice Opens the series of a receivable, where its programme is open for notes and it was accepted. Anybody may; wrapping does it too.
    function openSeries(uint64 receivable) external returns (INoteSeries series);

    /// @notice Burns notes of the caller and gives it as much of a wrapped claim.
    /// @param claim one that is wrapped; all of it where `value` is
    /// @return into the caller's claim now
    function unwrap(uint256 claim, uint64 value) external returns (uint256 into);

    /// @notice Puts wrapped claims of one receivable together, so that fewer are there to be named. Anybody may.
    function consolidate(uint256[] calldata claims, uint256 into) external;

    /// @notice Pays notes' holders what was funded and they have not been paid yet, and burns what it retires. Anybody may
    /// ask for it, for any of the holders: the order makes no difference to anybody.
    /// @param claims all that are wrapped of one receivable, by ascending id: an authority that freezes one of them stops
    /// the payment of them all
    /// @param holders by ascending address
    function collect(uint256[] calldata claims, address[] calldata holders) external;

    /// @notice The series of a receivable; the zero address where there is none.
    function seriesOf(uint64 receivable) external view returns (INoteSeries);

    /// @notice The compliance contract of a programme; the zero address where claims of it are not wrapped.
    function complianceOf(uint32 programme) external view returns (INoteCompliance);

    /// @notice The transfer agent that new series of a programme get.
    function agentOf(uint32 programme) external view returns (address);
}
