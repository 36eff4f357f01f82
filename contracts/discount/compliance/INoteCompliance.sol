// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICompliance, IERC173} from "../IERC3643.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @notice A rule and what an offering sets it to.
struct ModuleSetting {
    IComplianceModule module;
    uint80 setting;
}

/// @title The rules of one offering: a list of modules, each of which has to agree to a transfer.
interface INoteCompliance is ICompliance, IERC173 {
    event ModulesSet(ModuleSetting[] modules);

    error TokenNotBound(address token);
    error TokenIsBound(address token);
    error NotTheBinder(address caller);
    error TooManyModules(uint256 modules, uint256 most);
    error ModuleNamedTwice(address module);
    error NotAModule(address module);

    /// @notice The rules from now on, in place of those before.
    function setModules(ModuleSetting[] calldata modules) external;

    function modules() external view returns (ModuleSetting[] memory);

    /// @notice Reverts with the error of the first module that does not agree to a movement.
    /// @return whether the modules have to be told when balances have changed (`transferred`)
    function requireAllowed(Movement calldata movement) external view returns (bool);
}
