// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule} from "./IComplianceModule.sol";

/// @title Nobody gets to hold more of one series than the setting, in minor units.
contract MaximumBalanceModule is ComplianceModule {
    error MaximumBalanceExceeded(address holder, uint256 balance, uint256 most);

    /// @inheritdoc IComplianceModule
    function check(address token, uint80 setting, address from, address to, uint256 amount) external view {
        uint256 balance = IERC20(token).balanceOf(to);
        if (from != to) balance += amount;
        if (balance > setting) revert MaximumBalanceExceeded(to, balance, setting);
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting == 0 || setting > type(uint64).max) revert SettingOutOfRange(setting);
    }
}
