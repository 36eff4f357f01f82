// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Account} from "../registry/AccountWord.sol";
import {Backing} from "./ClaimBook.sol";
import {Claim} from "./ClaimWord.sol";
import {ClaimValue} from "./ClaimValue.sol";
import {IClaimMovements, Part} from "./IClaimMovements.sol";
import {Receivable} from "./ReceivableWord.sol";
import {ReceiverCheck} from "./ReceiverCheck.sol";

/// @title Cutting, handing on in numbers, and putting together.
abstract contract ClaimMovements is ClaimValue, IClaimMovements {
    /// @inheritdoc IClaimMovements
    function split(uint256 claim, uint64[] calldata parts) external returns (uint256 firstNew) {
        Claim word = _existing(claim);
        _requireTitle(claim, word);
        if (parts.length < 2) revert SplitNeedsTwoParts(claim);
        uint256 sum;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (parts[i] == 0) revert SplitIntoNothing(claim, i);
            sum += parts[i];
        }
        if (sum != word.value()) revert SplitDoesNotAddUp(claim, word.value(), sum);
        firstNew = _cut(claim, word, word.value() - parts[0], parts.length - 1);
        for (uint256 i = 1; i < parts.length; ++i) {
            _createPiece(claim, word, firstNew + i - 1, parts[i]);
        }
    }

    /// @inheritdoc IClaimMovements
    function splitEvenly(uint256 claim, uint64 count, uint64 value) external returns (uint256 firstNew) {
        Claim word = _existing(claim);
        _requireTitle(claim, word);
        if (value == 0) revert SplitIntoNothing(claim, 0);
        uint256 sum = uint256(count) * value;
        if (sum > word.value()) revert SplitDoesNotAddUp(claim, word.value(), sum);
        if (sum == word.value()) --count;
        if (count == 0) revert SplitNeedsTwoParts(claim);
        firstNew = _cut(claim, word, count * value, count);
        for (uint256 i = 0; i < count; ++i) {
            _createPiece(claim, word, firstNew + i, value);
        }
    }

    /// @inheritdoc IClaimMovements
    function distribute(uint256 claim, Part[] calldata parts) external returns (uint256 firstNew) {
        if (parts.length == 0) revert NoPartsNamed(claim);
        Claim source = _existing(claim);
        _requireTitle(claim, source);
        uint64 number = _receivableOf(claim);
        Receivable receivable = _receivables[number];
        _requireBooksOpen(number, receivable);
        Account giver = _requireMovable(claim, source, receivable);
        firstNew = _claimId(number, receivable.nextSerial());
        for (uint256 i = 0; i < parts.length; ++i) {
            (address to, uint64 value) = (parts[i].to, parts[i].value);
            _requireHolder(to);
            source = _bookPart(claim, source, giver, receivable, firstNew + i, to, value, Backing.None);
            _emitNewClaim(claim, firstNew + i, to, value);
        }
        _claims[claim] = source;
        _receivables[number] = receivable.skipSerials(parts.length);
        address from = source.owner();
        // Only now may anybody else have the word: all parts are in place.
        for (uint256 i = 0; i < parts.length; ++i) {
            _askPolicy(number, receivable, from, parts[i].to, parts[i].value);
            ReceiverCheck.requireValueTaken(msg.sender, claim, firstNew + i, parts[i].to, parts[i].value);
        }
    }

    /// @inheritdoc IClaimMovements
    function transferClaims(uint256[] calldata claims, address to) external {
        if (claims.length == 0) revert NoClaimsNamed();
        for (uint256 i = 0; i < claims.length; ++i) {
            _handOver(claims[i], _existing(claims[i]), to);
        }
    }

    /// @inheritdoc IClaimMovements
    function merge(uint256[] calldata claims, uint256 into) external {
        if (claims.length == 0) revert NoClaimsNamed();
        Claim taker = _existing(into);
        uint64 number = _receivableOf(into);
        Receivable receivable = _receivables[number];
        _requireTitle(into, taker);
        _requireBooksOpen(number, receivable);
        _requireMovable(into, taker, receivable);
        _requireUnmarked(into, taker);
        address owner = taker.owner();
        for (uint256 i = 0; i < claims.length; ++i) {
            taker = taker.more(_absorb(claims[i], into, owner));
        }
        _claims[into] = taker;
        _accounts[owner] = _accounts[owner].lose(claims.length);
    }

    /// @dev A claim that is named twice is gone the second time.
    function _absorb(uint256 claim, uint256 into, address owner) private returns (uint64 value) {
        Claim word = _existing(claim);
        if (claim == into) revert MergeIntoItself(claim);
        if (_receivableOf(claim) != _receivableOf(into)) revert SlotsDiffer(claim, into);
        if (word.owner() != owner) revert OwnersDiffer(claim, into);
        _requireTitle(claim, word);
        _requireFree(claim, word);
        _requireUnmarked(claim, word);
        value = word.value();
        emit TransferValue(claim, into, value);
        _burnClaim(claim, owner, 0);
    }

    /// @dev `value` of a claim as a claim of its own, of the same owner: the claim itself where that is all of it. The
    /// caller has checked that the value is there.
    function _partOf(uint256 claim, Claim word, uint64 value) internal returns (uint256 piece) {
        if (value == word.value()) return claim;
        piece = _cut(claim, word, value, 1);
        _createPiece(claim, word, piece, value);
    }

    /// @dev Takes `value` out of a claim for `count` new ones of the same owner, which the caller creates.
    function _cut(uint256 claim, Claim word, uint64 value, uint256 count) private returns (uint256 firstNew) {
        uint64 number = _receivableOf(claim);
        Receivable receivable = _receivables[number];
        _requireBooksOpen(number, receivable);
        _accounts[word.owner()] = _requireMovable(claim, word, receivable).gain(count);
        firstNew = _claimId(number, receivable.nextSerial());
        _receivables[number] = receivable.skipSerials(count);
        _claims[claim] = word.less(value);
    }

    function _createPiece(uint256 claim, Claim word, uint256 piece, uint64 value) private {
        address owner = word.owner();
        _createPart(claim, word, piece, owner, value);
        _emitNewClaim(claim, piece, owner, value);
    }
}
