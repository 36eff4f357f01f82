// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @title One series has no more holders than the setting.
/// @notice The series counts them: a holder is a wallet with a balance.
contract HolderCountModule is ComplianceModule {
    error TooManyHolders(uint256 holders, uint256 most);

    /// @inheritdoc IComplianceModule
    function check(uint80 setting, Movement calldata movement) external pure returns (bool) {
        if (movement.toBalance != 0 || movement.amount == 0 || movement.to == address(0)) return false;
        // Whoever gives all that it has is replaced; what is minted comes from nobody who has any.
        uint256 holders = movement.holders;
        if (movement.fromBalance != movement.amount) ++holders;
        if (holders > setting) revert TooManyHolders(holders, setting);
        return false;
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting == 0 || setting > type(uint32).max) revert SettingOutOfRange(setting);
    }
}
