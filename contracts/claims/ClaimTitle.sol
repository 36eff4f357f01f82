// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ERC165, IERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {Claim} from "./ClaimWord.sol";
import {Backing, ClaimBook} from "./ClaimBook.sol";
import {IERC3525SlotApprovable} from "./IERC3525.sol";
import {Receivable} from "./ReceivableWord.sol";
import {ReceiverCheck} from "./ReceiverCheck.sol";

/// @title Claims as ERC-721 tokens: who holds them and who may hand them on.
/// @dev An approval is kept under (claim, epoch). When a claim changes hands its epoch rises, so every approval is
/// gone in constant time and none comes back to life when the claim returns.
abstract contract ClaimTitle is ClaimBook, ERC165, IERC721, IERC3525SlotApprovable {
    mapping(uint256 claimAndEpoch => address) private _approved;
    mapping(address owner => mapping(address operator => bool)) private _operators;
    mapping(address owner => mapping(uint256 slot => mapping(address operator => bool))) private _slotOperators;

    error NotTheOwner(address owner, address caller);

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view virtual override(ERC165, IERC165) returns (bool) {
        return interfaceId == type(IERC721).interfaceId || interfaceId == type(IERC3525SlotApprovable).interfaceId
            || super.supportsInterface(interfaceId);
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
        if (!_actsFor(owner, _receivableOf(claim))) revert ERC721InvalidApprover(msg.sender);
        _approved[_epochKey(claim, word)] = to;
        emit Approval(owner, to, claim);
    }

    /// @inheritdoc IERC721
    function setApprovalForAll(address operator, bool approved) external {
        if (operator == address(0)) revert ERC721InvalidOperator(operator);
        _operators[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    /// @inheritdoc IERC3525SlotApprovable
    function isApprovedForSlot(address owner, uint256 slot, address operator) public view returns (bool) {
        return _slotOperators[owner][slot][operator];
    }

    /// @inheritdoc IERC3525SlotApprovable
    function setApprovalForSlot(address owner, uint256 slot, address operator, bool approved) external {
        if (msg.sender != owner && !isApprovedForAll(owner, msg.sender)) revert NotTheOwner(owner, msg.sender);
        if (operator == address(0) || operator == owner) revert ERC721InvalidOperator(operator);
        _slotOperators[owner][slot][operator] = approved;
        emit ApprovalForSlot(owner, slot, operator, approved);
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
        _requireTitle(claim, word);
        _moveClaim(claim, word, to, Backing.None);
    }

    /// @dev For callers who have shown that they may.
    function _moveClaim(uint256 claim, Claim word, address to, Backing backing) internal {
        _requireHolder(to);
        address from = word.owner();
        Receivable receivable = _bookClaim(claim, word, to, backing);
        emit Transfer(from, to, claim);
        _askPolicy(_receivableOf(claim), receivable, from, to, word.value());
    }

    /// @dev What the ledger itself held would be lost: it never speaks for a claim.
    function _requireHolder(address to) internal view {
        if (to == address(0) || to == address(this)) revert ERC721InvalidReceiver(to);
    }

    /// @dev Owner, operator of the owner or of the owner's claims of this receivable, or approved for this claim.
    function _speaksForTitle(uint256 claim, Claim word) internal view returns (bool) {
        if (_actsFor(word.owner(), _receivableOf(claim))) return true;
        // An approval that was never given reads as the zero address, which a call without a sender claims to be.
        return msg.sender != address(0) && msg.sender == _approved[_epochKey(claim, word)];
    }

    function _requireTitle(uint256 claim, Claim word) internal view {
        if (!_speaksForTitle(claim, word)) revert ERC721InsufficientApproval(msg.sender, claim);
    }

    function _actsFor(address owner, uint64 receivable) private view returns (bool) {
        return msg.sender == owner || isApprovedForAll(owner, msg.sender)
            || isApprovedForSlot(owner, receivable, msg.sender);
    }

    /// @dev Claim ids have 128 bits, so the epoch fits above them.
    function _epochKey(uint256 claim, Claim word) internal pure returns (uint256) {
        return word.epoch() << 128 | claim;
    }
}
