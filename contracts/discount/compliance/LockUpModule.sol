// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @title What was got from somebody else stays for so many days as the setting says, counted from the latest transfer in.
/// @notice Whoever wraps a claim of its own has got nothing from anybody and may pass it on at once.
contract LockUpModule is ComplianceModule {
    uint80 private constant LONGEST = 3_660;

    mapping(address compliance => mapping(address token => mapping(address holder => uint256))) private _gotAt;

    error LockedUp(address holder, uint256 until, uint256 time);

    /// @inheritdoc IComplianceModule
    function check(uint80 setting, Movement calldata movement) external view returns (bool) {
        if (movement.from == movement.to) return false;
        uint256 gotAt = _gotAt[msg.sender][movement.token][movement.from];
        if (gotAt == 0) return true;
        uint256 until = gotAt + uint256(setting) * 1 days;
        if (block.timestamp < until) revert LockedUp(movement.from, until, block.timestamp);
        return true;
    }

    /// @inheritdoc IComplianceModule
    function moved(address token, uint80, address from, address to, uint256 amount) external override {
        if (from == address(0) || to == address(0) || from == to || amount == 0) return;
        _gotAt[msg.sender][token][to] = block.timestamp;
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting == 0 || setting > LONGEST) revert SettingOutOfRange(setting);
    }
}
