// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @notice All that a rule may want to know of a transfer, of minting or of unwrapping, before balances change.
/// @param token the series
/// @param from zero where notes are minted
/// @param to zero where notes are unwrapped
/// @param holders how many wallets have notes of it
/// @param toCountry where the recipient is at home (ISO 3166-1 numeric)
struct Movement {
    address token;
    address from;
    address to;
    uint256 amount;
    uint256 fromBalance;
    uint256 toBalance;
    uint256 holders;
    uint256 toCountry;
}

/// @title One rule of an offering about who may hold how much and move it when.
/// @notice A module serves any number of offerings: what it is set to comes with each question. Amounts are minor units.
interface IComplianceModule is IERC165 {
    /// @notice Whether a movement keeps to the rule. A module that refuses reverts with the error that says why.
    /// @param setting what the offering has set the module to
    /// @return whether it has to be told when the balances have changed
    function check(uint80 setting, Movement calldata movement) external view returns (bool);

    /// @notice Balances have changed: `from` is zero for what was minted, `to` for what was burnt. Must not refuse.
    /// @dev Only modules that ask for it are told. What they count they keep by their caller, the compliance contract.
    function moved(address token, uint80 setting, address from, address to, uint256 amount) external;

    /// @notice Reverts where an offering cannot set the module to this.
    function requireSetting(uint80 setting) external view;
}
