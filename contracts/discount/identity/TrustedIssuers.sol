// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Agents} from "../Agents.sol";
import {IClaimTopicsRegistry, ITrustedIssuersRegistry} from "../IERC3643.sol";

/// @title Which statements a holder needs, and whose count.
/// @dev Every change that could take somebody's standing away begins a new generation: what was found under an earlier one
/// holds no longer, from the same block on. A new era begins with every change whatsoever that could: whoever has kept an
/// answer of the registry asks again then.
abstract contract TrustedIssuers is Agents, ITrustedIssuersRegistry, IClaimTopicsRegistry {
    /// @notice More of either than any offering asks for; each required topic is read for each wallet that is verified.
    uint256 public constant MOST_TOPICS = 8;
    uint256 public constant MOST_ISSUERS = 50;

    uint32 internal _generation = 1;
    /// @dev Counts the changes that could take somebody's standing away or change its country.
    uint32 internal _era = 1;
    uint256[] private _topics;
    address[] private _issuers;
    mapping(address issuer => uint256[]) private _topicsOf;

    error TopicKnown(uint256 topic);
    error TopicUnknown(uint256 topic);
    error TooManyTopics(uint256 topics, uint256 most);
    error NoTopics(address issuer);
    error InvalidIssuer(address issuer);
    error IssuerKnown(address issuer);
    error IssuerUnknown(address issuer);
    error TooManyIssuers(uint256 most);

    // Topics

    /// @inheritdoc IClaimTopicsRegistry
    function addClaimTopic(uint256 topic) external onlyOwner {
        if (_requires(topic)) revert TopicKnown(topic);
        if (_topics.length == MOST_TOPICS) revert TooManyTopics(MOST_TOPICS + 1, MOST_TOPICS);
        _topics.push(topic);
        _beginGeneration();
        emit ClaimTopicAdded(topic);
    }

    /// @inheritdoc IClaimTopicsRegistry
    function removeClaimTopic(uint256 topic) external onlyOwner {
        for (uint256 i = 0; i < _topics.length; ++i) {
            if (_topics[i] != topic) continue;
            _topics[i] = _topics[_topics.length - 1];
            _topics.pop();
            emit ClaimTopicRemoved(topic);
            return;
        }
        revert TopicUnknown(topic);
    }

    /// @inheritdoc IClaimTopicsRegistry
    function getClaimTopics() public view returns (uint256[] memory) {
        return _topics;
    }

    // Issuers

    /// @inheritdoc ITrustedIssuersRegistry
    function addTrustedIssuer(address issuer, uint256[] calldata topics) external onlyOwner {
        if (issuer == address(0)) revert InvalidIssuer(issuer);
        if (isTrustedIssuer(issuer)) revert IssuerKnown(issuer);
        if (_issuers.length == MOST_ISSUERS) revert TooManyIssuers(MOST_ISSUERS);
        _issuers.push(issuer);
        _setTopicsOf(issuer, topics);
        emit TrustedIssuerAdded(issuer, topics);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function removeTrustedIssuer(address issuer) external onlyOwner {
        if (!isTrustedIssuer(issuer)) revert IssuerUnknown(issuer);
        for (uint256 i = 0; i < _issuers.length; ++i) {
            if (_issuers[i] != issuer) continue;
            _issuers[i] = _issuers[_issuers.length - 1];
            _issuers.pop();
            break;
        }
        delete _topicsOf[issuer];
        _beginGeneration();
        emit TrustedIssuerRemoved(issuer);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function updateIssuerClaimTopics(address issuer, uint256[] calldata topics) external onlyOwner {
        if (!isTrustedIssuer(issuer)) revert IssuerUnknown(issuer);
        _setTopicsOf(issuer, topics);
        _beginGeneration();
        emit ClaimTopicsUpdated(issuer, topics);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getTrustedIssuers() external view returns (address[] memory) {
        return _issuers;
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function isTrustedIssuer(address issuer) public view returns (bool) {
        return _topicsOf[issuer].length != 0;
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getTrustedIssuerClaimTopics(address issuer) external view returns (uint256[] memory) {
        if (!isTrustedIssuer(issuer)) revert IssuerUnknown(issuer);
        return _topicsOf[issuer];
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getTrustedIssuersForClaimTopic(uint256 topic) external view returns (address[] memory issuers) {
        issuers = new address[](_issuers.length);
        uint256 found;
        for (uint256 i = 0; i < _issuers.length; ++i) {
            if (hasClaimTopic(_issuers[i], topic)) issuers[found++] = _issuers[i];
        }
        assembly ("memory-safe") {
            mstore(issuers, found)
        }
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function hasClaimTopic(address issuer, uint256 topic) public view returns (bool) {
        uint256[] storage topics = _topicsOf[issuer];
        for (uint256 i = 0; i < topics.length; ++i) {
            if (topics[i] == topic) return true;
        }
        return false;
    }

    function _beginGeneration() private {
        ++_generation;
        ++_era;
    }

    function _setTopicsOf(address issuer, uint256[] calldata topics) private {
        if (topics.length == 0) revert NoTopics(issuer);
        if (topics.length > MOST_TOPICS) revert TooManyTopics(topics.length, MOST_TOPICS);
        _topicsOf[issuer] = topics;
    }

    function _requires(uint256 topic) private view returns (bool) {
        for (uint256 i = 0; i < _topics.length; ++i) {
            if (_topics[i] == topic) return true;
        }
        return false;
    }
}
