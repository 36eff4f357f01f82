// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Account, AccountRole} from "./AccountWord.sol";
import {IAccounts} from "./IAccounts.sol";
import {ISuspensionObserver} from "./ISuspensionObserver.sol";
import {Orders} from "./Orders.sol";

/// @title Who may take part. Part of the ledger itself, since an account's word also counts its claims.
abstract contract Accounts is IAccounts, AccessManaged {
    ISuspensionObserver private immutable _observer;

    mapping(address account => Account) internal _accounts;
    Orders private _suspensions;

    constructor(ISuspensionObserver observer) {
        _observer = observer;
    }

    /// @inheritdoc IAccounts
    function openAccount(address account, uint8 roles) external restricted {
        if (account == address(0) || account == address(this)) revert InvalidAccount(account);
        if (roles & ~AccountRole.ALL != 0) revert UnknownRoles(roles);
        Account word = _accounts[account];
        if (word.isOpen()) revert AccountAlreadyOpen(account);
        _accounts[account] = word.open(roles);
        emit AccountOpened(account, roles);
    }

    /// @inheritdoc IAccounts
    function suspend(address account, bytes32 order) external restricted {
        if (account == address(0) || account == address(this)) revert InvalidAccount(account);
        if (_suspensions.impose(uint160(account), order)) {
            _setSuspension(account, true);
        }
        emit AccountSuspended(account, msg.sender, order);
    }

    /// @inheritdoc IAccounts
    function reinstate(address account) external restricted {
        (bytes32 order, bool last) = _suspensions.lift(uint160(account));
        if (last) _setSuspension(account, false);
        emit AccountReinstated(account, msg.sender, order);
    }

    /// @inheritdoc IAccounts
    function admitDesk(address desk) external restricted {
        if (desk.code.length == 0 || desk == address(this)) revert InvalidAccount(desk);
        if (_accounts[desk].isDesk()) revert DeskAlreadyAdmitted(desk);
        _accounts[desk] = _accounts[desk].withDesk(true);
        emit DeskAdmitted(desk);
    }

    /// @inheritdoc IAccounts
    function dismissDesk(address desk) external restricted {
        if (!_accounts[desk].isDesk()) revert DeskNotAdmitted(desk);
        _accounts[desk] = _accounts[desk].withDesk(false);
        emit DeskDismissed(desk);
    }

    /// @inheritdoc IAccounts
    function accountWord(address account) external view returns (uint256) {
        return Account.unwrap(_accounts[account]);
    }

    /// @inheritdoc IAccounts
    function suspensionOrder(address account, address authority) external view returns (bytes32) {
        return _suspensions.orders[uint160(account)][authority];
    }

    function _setSuspension(address account, bool suspended) private {
        _accounts[account] = _accounts[account].withSuspension(suspended);
        _observer.onSuspensionChanged(account, suspended);
    }

    function _requireNotSuspended(address account) internal view {
        if (_accounts[account].isSuspended()) revert AccountIsSuspended(account);
    }
}
