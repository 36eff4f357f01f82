// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgentRole} from "./IERC3643.sol";
import {Owned} from "./Owned.sol";

/// @title The agents that an owner appoints (ERC-3643).
abstract contract Agents is IAgentRole, Owned {
    mapping(address account => bool) public isAgent;

    error CallerIsNotAnAgent(address caller);
    error InvalidAgent(address agent);

    modifier onlyAgent() {
        if (!isAgent[msg.sender]) revert CallerIsNotAnAgent(msg.sender);
        _;
    }

    /// @inheritdoc IAgentRole
    function addAgent(address agent) external onlyOwner {
        _addAgent(agent);
    }

    /// @inheritdoc IAgentRole
    function removeAgent(address agent) external onlyOwner {
        if (!isAgent[agent]) revert InvalidAgent(agent);
        isAgent[agent] = false;
        emit AgentRemoved(agent);
    }

    function _addAgent(address agent) internal virtual {
        if (agent == address(0) || isAgent[agent]) revert InvalidAgent(agent);
        isAgent[agent] = true;
        emit AgentAdded(agent);
    }
}
