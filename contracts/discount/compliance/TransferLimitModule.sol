// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @title Nobody passes more of one series on, or unwraps it, within a period than a limit.
/// @notice The setting is `days << 64 | limit`, the limit in minor units. Periods follow one another from 1970-01-01 in
/// UTC, so what counts is the period in which the transfer falls, not the days before it.
contract TransferLimitModule is ComplianceModule {
    struct Passed {
        uint64 period;
        uint192 amount;
    }

    mapping(address compliance => mapping(address token => mapping(address holder => Passed))) private _passed;

    error TransferLimitExceeded(address holder, uint256 passed, uint256 amount, uint256 limit);

    /// @inheritdoc IComplianceModule
    function check(uint80 setting, Movement calldata movement) external view returns (bool) {
        if (movement.from == address(0) || movement.from == movement.to) return false;
        Passed memory passed = _passed[msg.sender][movement.token][movement.from];
        uint256 before = passed.period == _period(setting) ? passed.amount : 0;
        uint64 limit = uint64(setting);
        if (movement.amount > limit || before + movement.amount > limit) {
            revert TransferLimitExceeded(movement.from, before, movement.amount, limit);
        }
        return true;
    }

    /// @inheritdoc IComplianceModule
    function moved(address token, uint80 setting, address from, address to, uint256 amount) external override {
        if (from == address(0) || from == to || amount == 0) return;
        Passed storage passed = _passed[msg.sender][token][from];
        uint64 period = _period(setting);
        (passed.amount, passed.period) =
            ((passed.period == period ? passed.amount : 0) + uint192(amount), period);
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting >> 64 == 0 || uint64(setting) == 0) revert SettingOutOfRange(setting);
    }

    function _period(uint80 setting) private view returns (uint64) {
        return uint64(block.timestamp / ((setting >> 64) * 1 days));
    }
}
