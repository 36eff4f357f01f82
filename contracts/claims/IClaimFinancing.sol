// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDesk} from "./IDesk.sol";

/// @title Financing of claims through desks: sales, with recourse to the seller or without, and pledges.
/// @notice It is no trade transfer: no evidence is drawn, and the signature of who finances is with the desk.
interface IClaimFinancing {
    /// @notice The claim, and whatever is split off from it, carries recourse to its seller, as the desk keeps it.
    event RecourseGiven(uint256 indexed claim, address indexed desk, uint64 agreement);
    /// @notice The claim carries recourse no longer: its holder waived it, or the seller has the claim back.
    event RecourseEnded(uint256 indexed claim);

    error NoRecourse(uint256 claim);
    error NotTiedToDesk(uint256 claim, address desk);

    /// @notice The holder sells a claim, or a part of its value, to whom the desk names, once the desk has seen to the
    /// price.
    /// @param value minor units; a part becomes a claim of its own first
    /// @param terms what the desk needs to know
    /// @return into the claim that the buyer has now
    function sell(uint256 claim, uint64 value, IDesk desk, bytes calldata terms) external returns (uint256 into);

    /// @notice The holder ties a claim, or a part of its value, to the desk as collateral, once the desk has seen to the
    /// loan. Title stays with the holder.
    /// @param value minor units; a part becomes a claim of its own first
    /// @param terms what the desk needs to know
    /// @return pledged the claim that stands for the loan now
    function pledge(uint256 claim, uint64 value, IDesk desk, bytes calldata terms) external returns (uint256 pledged);

    /// @notice The desk that a claim is tied to hands it over as was agreed, and free of the tie: a pledge that is enforced
    /// by sale, or a claim that its seller takes back.
    function surrender(uint256 claim, address to) external;

    /// @notice The holder lets the seller off: the claim carries recourse no longer.
    function waiveRecourse(uint256 claim) external;

    /// @notice Whom a claim is tied to: the beneficiary of its encumbrance, or the desk of its recourse; zero where it is
    /// not tied.
    /// @return party who that is
    /// @return agreement the desk's number of what was agreed
    function tieOf(uint256 claim) external view returns (address party, uint64 agreement);
}
