// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @title Nobody gets so much from others that it holds more of one series than the setting, in minor units.
/// @notice Whoever wraps a claim of its own is not asked: it had as much before.
contract MaximumBalanceModule is ComplianceModule {
    /// @dev Not what the holder has, which is nobody else's business.
    error MaximumBalanceExceeded(address holder, uint256 amount, uint256 most);

    /// @inheritdoc IComplianceModule
    function check(uint80 setting, Movement calldata movement) external pure returns (bool) {
        if (movement.from == address(0) || movement.to == address(0) || movement.from == movement.to) return false;
        if (movement.toBalance + movement.amount > setting) {
            revert MaximumBalanceExceeded(movement.to, movement.amount, setting);
        }
        return false;
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting == 0 || setting > type(uint64).max) revert SettingOutOfRange(setting);
    }
}
