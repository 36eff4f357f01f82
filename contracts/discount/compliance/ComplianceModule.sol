// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC165, IERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {IComplianceModule} from "./IComplianceModule.sol";

/// @title A module that keeps no counts.
abstract contract ComplianceModule is IComplianceModule, ERC165 {
    error SettingOutOfRange(uint80 setting);

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC165, IERC165) returns (bool) {
        return interfaceId == type(IComplianceModule).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @inheritdoc IComplianceModule
    function moved(address, uint80, address, address, uint256) external virtual {}
}
