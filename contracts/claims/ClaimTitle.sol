// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ERC165, IERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {Claim} from "./ClaimWord.sol";
import {ClaimBook} from "./ClaimBook.sol";
import {ReceiverCheck} from "./ReceiverCheck.sol";

/// @title Claims as ERC-721 tokens: who holds them and who may hand them on.
/// @dev An approval is kept under (claim, epoch). When a claim changes hands its epoch rises, so every approval is
/// gone in constant time and none comes back to life when the claim returns.
abstract contract ClaimTitle is ClaimBook, ERC165, IERC721 {
    mapping(uint256 claimAndEpoch => address) private _approved;
    mapping(address owner => mapping(address operator => bool)) private _operators;

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view virtual override(ERC165, IERC165) returns (bool) {
        return interfaceId == type(IERC721).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @inheritdoc IERC721
    function balanceOf(address owner) external view returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return _accounts[owner].claimCount();
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256 claim) external view returns (address) {
        return _existing(claim).owner();
    }

    /// @inheritdoc IERC721
    function getApproved(uint256 claim) external view returns (address) {
        return _approved[_epochKey(claim, _existing(claim))];
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address owner, address operator) public view returns (bool) {
        return _operators[owner][operator];
    }

    /// @inheritdoc IERC721
    function approve(address to, uint256 claim) external {
        Claim word = _existing(claim);
        address owner = word.owner();
        if (msg.sender != owner && !isApprovedForAll(owner, msg.sender)) revert ERC721InvalidApprover(msg.sender);
        _approved[_epochKey(claim, word)] = to;
        emit Approval(owner, to, claim);
    }

    /// @inheritdoc IERC721
    function setApprovalForAll(address operator, bool approved) external {
        if (operator == address(0)) revert ERC721InvalidOperator(operator);
        _operators[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    /// @inheritdoc IERC721
    function transferFrom(address from, address to, uint256 claim) public {
        _transferClaim(from, to, claim);
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address from, address to, uint256 claim) external {
        safeTransferFrom(from, to, claim, "");
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address from, address to, uint256 claim, bytes memory data) public {
        _transferClaim(from, to, claim);
        ReceiverCheck.requireTitleTaken(msg.sender, from, to, claim, data);
    }

    function _transferClaim(address from, address to, uint256 claim) internal {
        Claim word = _existing(claim);
        if (word.owner() != from) revert ERC721IncorrectOwner(from, claim, word.owner());
        _handOver(claim, word, to);
    }

    function _handOver(uint256 claim, Claim word, address to) internal {
        _requireHolder(to);
        if (!_speaksForTitle(claim, word)) revert ERC721InsufficientApproval(msg.sender, claim);
        _bookClaim(claim, word, to);
        emit Transfer(word.owner(), to, claim);
    }

    /// @dev What the ledger itself held would be lost: it never speaks for a claim.
    function _requireHolder(address to) internal view {
        if (to == address(0) || to == address(this)) revert ERC721InvalidReceiver(to);
    }

    /// @dev Owner, operator of the owner, or approved for this claim.
    function _speaksForTitle(uint256 claim, Claim word) internal view returns (bool) {
        address owner = word.owner();
        if (msg.sender == owner || isApprovedForAll(owner, msg.sender)) return true;
        // An approval that was never given reads as the zero address, which a call without a sender claims to be.
        return msg.sender != address(0) && msg.sender == _approved[_epochKey(claim, word)];
    }

    /// @dev Claim ids have 128 bits, so the epoch fits above them.
    function _epochKey(uint256 claim, Claim word) internal pure returns (uint256) {
        return word.epoch() << 128 | claim;
    }
}
