// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Account, AccountRole} from "./AccountWord.sol";

/// @title Who may take part. Part of the ledger itself, since an account's word also counts its claims.
abstract contract Accounts is AccessManaged {
    mapping(address account => Account) internal _accounts;

    event AccountOpened(address indexed account, uint8 roles);

    error AccountAlreadyOpen(address account);
    error AccountNotOpen(address account);
    error InvalidAccount(address account);
    error UnknownRoles(uint8 roles);
    error RoleMissing(address account, uint8 role);

    /// @notice Opens an account for a party that the operator has identified.
    /// @param roles the sum of the party's `AccountRole` bits
    function openAccount(address account, uint8 roles) external restricted {
        if (account == address(0) || account == address(this)) revert InvalidAccount(account);
        if (roles & ~AccountRole.ALL != 0) revert UnknownRoles(roles);
        Account word = _accounts[account];
        if (word.isOpen()) revert AccountAlreadyOpen(account);
        _accounts[account] = word.withRoles(roles);
        emit AccountOpened(account, roles);
    }

    /// @notice The account's storage word, laid out as `AccountWord` says.
    function accountWord(address account) external view returns (uint256) {
        return Account.unwrap(_accounts[account]);
    }

    function _requireRole(address account, uint8 role) internal view {
        Account word = _accounts[account];
        if (!word.isOpen()) revert AccountNotOpen(account);
        if (!word.hasRole(role)) revert RoleMissing(account, role);
    }
}
