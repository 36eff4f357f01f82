// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDesk} from "./IDesk.sol";

/// @title Sales of claims through desks.
interface IClaimSales {
    /// @notice The holder sells a claim, or a part of its value, to whom the desk names, once the desk has seen to the
    /// price. It is no trade transfer: no evidence is drawn, and the buyer's signature is with the desk.
    /// @param value minor units; the whole claim changes hands where it is all of it
    /// @param terms what the desk needs to know
    /// @return into the claim that the buyer has now
    function sell(uint256 claim, uint64 value, IDesk desk, bytes calldata terms) external returns (uint256 into);
}
