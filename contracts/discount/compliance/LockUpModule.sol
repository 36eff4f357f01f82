// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @title What was got from somebody else stays for so many days as the setting says: neither passed on nor unwrapped.
/// @notice Each lot waits by itself, so nobody locks what another has by sending it more. Whoever wraps a claim of its
/// own has got nothing from anybody and may pass it on at once. What leaves is first what is free.
contract LockUpModule is ComplianceModule {
    using Checkpoints for Checkpoints.Trace160;

    uint80 private constant LONGEST = 3_660;

    /// @dev By all that a holder had got so far, when the last of it came.
    mapping(address compliance => mapping(address token => mapping(address holder => Checkpoints.Trace160)))
        private _lots;

    error LockedUp(address holder, uint256 until, uint256 time);

    /// @inheritdoc IComplianceModule
    function check(uint80 setting, Movement calldata movement) external view returns (bool) {
        if (movement.from == movement.to || movement.amount == 0) return false;
        Checkpoints.Trace160 storage lots = _lots[msg.sender][movement.token][movement.from];
        uint256 needed = _got(lots) + movement.amount;
        if (needed <= movement.fromBalance) return true;
        // So much of what came has to be free for the rest to be all that still waits.
        uint256 until = lots.lowerLookup(uint96(needed - movement.fromBalance)) + uint256(setting) * 1 days;
        if (block.timestamp < until) revert LockedUp(movement.from, until, block.timestamp);
        return true;
    }

    /// @inheritdoc IComplianceModule
    function moved(address token, uint80, address from, address to, uint256 amount) external override {
        if (from == address(0) || to == address(0) || from == to || amount == 0) return;
        Checkpoints.Trace160 storage lots = _lots[msg.sender][token][to];
        lots.push(_got(lots) + uint96(amount), uint160(block.timestamp));
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting == 0 || setting > LONGEST) revert SettingOutOfRange(setting);
    }

    function _got(Checkpoints.Trace160 storage lots) private view returns (uint96 amount) {
        (, amount,) = lots.latestCheckpoint();
    }
}
