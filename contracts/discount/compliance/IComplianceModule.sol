// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title One rule of an offering about who may hold how much and move it when.
/// @notice A module serves any number of offerings: what it is set to comes with each question. Amounts are minor units.
interface IComplianceModule is IERC165 {
    /// @notice Whether a transfer keeps to the rule. A module that refuses reverts with the error that says why.
    /// @dev Asked before balances change. The token is one of this deployment's series.
    /// @param setting what the offering has set the module to
    function check(address token, uint80 setting, address from, address to, uint256 amount) external view;

    /// @notice Balances have changed: `from` is zero for what was minted, `to` for what was burnt. Must not refuse.
    /// @dev Only modules that keep counts are told. They keep them by their caller, the compliance contract.
    function moved(address token, uint80 setting, address from, address to, uint256 amount) external;

    /// @notice Whether the module has to be told of movements.
    function keepsCounts() external pure returns (bool);

    /// @notice Reverts where an offering cannot set the module to this.
    function requireSetting(uint80 setting) external view;
}
