// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @title Nobody gets to hold more of one series than the setting, in minor units.
contract MaximumBalanceModule is ComplianceModule {
    error MaximumBalanceExceeded(address holder, uint256 balance, uint256 most);

    /// @inheritdoc IComplianceModule
    function check(uint80 setting, Movement calldata movement) external pure returns (bool) {
        if (movement.from == movement.to) return false;
        uint256 balance = movement.toBalance + movement.amount;
        if (balance > setting) revert MaximumBalanceExceeded(movement.to, balance, setting);
        return false;
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting == 0 || setting > type(uint64).max) revert SettingOutOfRange(setting);
    }
}
