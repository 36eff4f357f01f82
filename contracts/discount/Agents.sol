// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgentRole, IERC173} from "./IERC3643.sol";

/// @title An owner (ERC-173) and the agents that it appoints (ERC-3643).
/// @dev Without a constructor, so that clones can have one: whoever makes it calls `_setOwner`.
abstract contract Agents is IAgentRole, IERC173 {
    address public owner;
    mapping(address account => bool) public isAgent;

    error CallerIsNotTheOwner(address caller);
    error CallerIsNotAnAgent(address caller);
    error InvalidOwner(address owner);
    error InvalidAgent(address agent);

    modifier onlyOwner() {
        if (msg.sender != owner) revert CallerIsNotTheOwner(msg.sender);
        _;
    }

    modifier onlyAgent() {
        if (!isAgent[msg.sender]) revert CallerIsNotAnAgent(msg.sender);
        _;
    }

    /// @notice Hands the ownership on. It cannot be given up: somebody has to be there to appoint agents.
    /// @inheritdoc IERC173
    function transferOwnership(address newOwner) external onlyOwner {
        if (newOwner == address(0)) revert InvalidOwner(newOwner);
        _setOwner(newOwner);
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

    function _setOwner(address newOwner) internal {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    function _addAgent(address agent) internal virtual {
        if (agent == address(0) || isAgent[agent]) revert InvalidAgent(agent);
        isAgent[agent] = true;
        emit AgentAdded(agent);
    }
}
