// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {ITransferPolicy} from "../../../contracts/claims/ITransferPolicy.sol";
import {IReleasePolicy} from "../../../contracts/settlement/IReleasePolicy.sol";
import {ISettlement} from "../../../contracts/settlement/ISettlement.sol";

/// @notice Releases everything, and when it is asked has the same claim paid once more.
contract GreedyPolicy is ITransferPolicy, IReleasePolicy, ERC165 {
    ISettlement private _settlement;
    uint256[] private _claims;

    function arm(ISettlement settlement, uint256[] calldata claims) external {
        (_settlement, _claims) = (settlement, claims);
    }

    function onTransfer(address, uint64, address, address, uint64) external {}

    function releasable(uint64, address) external pure returns (uint64) {
        return 2 ** 53 - 1;
    }

    function onRelease(uint64, address, uint64, uint64) external {
        if (_claims.length != 0) _settlement.collect(_claims);
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IReleasePolicy).interfaceId || super.supportsInterface(interfaceId);
    }
}
