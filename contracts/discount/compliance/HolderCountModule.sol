// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {INoteSeries} from "../notes/INoteSeries.sol";
import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule} from "./IComplianceModule.sol";

/// @title One series has no more holders than the setting.
/// @notice The series counts them: a holder is a wallet with a balance.
contract HolderCountModule is ComplianceModule {
    error TooManyHolders(uint256 holders, uint256 most);

    /// @inheritdoc IComplianceModule
    function check(address token, uint80 setting, address from, address to, uint256 amount) external view {
        INoteSeries series = INoteSeries(token);
        if (amount == 0 || from == to || series.balanceOf(to) != 0) return;
        uint256 holders = series.holderCount() + 1;
        if (series.balanceOf(from) == amount) --holders;
        if (holders > setting) revert TooManyHolders(holders, setting);
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external pure {
        if (setting == 0 || setting > type(uint32).max) revert SettingOutOfRange(setting);
    }
}
