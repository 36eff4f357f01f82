// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivableLedger} from "./IReceivableLedger.sol";

/// @title What words and pictures describe claims with, apart from the ledger: it holds nothing and can do nothing.
interface IClaimDescription {
    function name() external view returns (string memory);

    function symbol() external view returns (string memory);

    /// @notice Name, description, image and decimals of all claims, as JSON in a data URI (ERC-3525).
    function contractURI(IReceivableLedger ledger) external view returns (string memory);

    /// @notice A receivable and its terms, as JSON in a data URI (ERC-3525).
    function slotURI(IReceivableLedger ledger, uint256 slot) external view returns (string memory);

    /// @notice A claim, its face and its receivable, as JSON in a data URI (ERC-721, ERC-3525).
    function tokenURI(IReceivableLedger ledger, uint256 claim) external view returns (string memory);
}
