// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Orders of authorities that stop something: a claim or an account.
/// @dev One authority may wait in line behind another; what is stopped is free again when the last order is lifted.
/// @param standing how many orders stop a subject
/// @param orders the hash of each authority's order on a subject; zero where it has none
struct Orders {
    mapping(uint256 subject => uint256) standing;
    mapping(uint256 subject => mapping(address authority => bytes32)) orders;
}

using OrderBook for Orders global;

/// @title Who ordered what, so that nobody lifts the order of somebody else.
library OrderBook {
    error OrderWithoutHash();
    error OrderStands(uint256 subject, address authority, bytes32 order);
    error NoOrderStands(uint256 subject, address authority);

    /// @return first whether the subject was free before
    function impose(Orders storage self, uint256 subject, bytes32 order) internal returns (bool first) {
        if (order == bytes32(0)) revert OrderWithoutHash();
        bytes32 earlier = self.orders[subject][msg.sender];
        if (earlier != bytes32(0)) revert OrderStands(subject, msg.sender, earlier);
        self.orders[subject][msg.sender] = order;
        return ++self.standing[subject] == 1;
    }

    /// @return order the order that was lifted
    /// @return last whether the subject is free now
    function lift(Orders storage self, uint256 subject) internal returns (bytes32 order, bool last) {
        order = self.orders[subject][msg.sender];
        if (order == bytes32(0)) revert NoOrderStands(subject, msg.sender);
        delete self.orders[subject][msg.sender];
        return (order, --self.standing[subject] == 0);
    }
}
