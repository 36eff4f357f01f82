// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Account} from "../registry/AccountWord.sol";
import {Accounts} from "../registry/Accounts.sol";
import {Claim, ClaimWord} from "./ClaimWord.sol";
import {Receivable, ReceivableStatus, TransferRule} from "./ReceivableWord.sol";

/// @title The words of every receivable and claim, and the one place where each kind of movement is booked.
/// @dev Nothing here asks who is calling on whose behalf; that is `ClaimTitle`'s and `ClaimValue`'s part.
abstract contract ClaimBook is Accounts, IERC721Errors {
    mapping(uint64 receivable => Receivable) internal _receivables;
    mapping(uint256 claim => Claim) internal _claims;

    error BooksClosed(uint64 receivable, uint256 dueAt);
    error AcceptanceRequired(address recipient);
    error EvidenceRequired(uint64 receivable);
    error ValueExceeded(uint256 claim, uint256 value, uint256 requested);
    error ValueMissing(uint256 claim);
    error ClaimWornOut(uint256 claim);

    function _receivableOf(uint256 claim) internal pure returns (uint64) {
        return uint64(claim >> 64);
    }

    function _claimId(uint64 receivable, uint64 serial) internal pure returns (uint256) {
        return uint256(receivable) << 64 | serial;
    }

    function _existing(uint256 claim) internal view returns (Claim word) {
        word = _claims[claim];
        if (word.owner() == address(0)) revert ERC721NonexistentToken(claim);
    }

    /// @dev From the due date on, shares of a distribution are fixed: value stays where it is.
    function _requireBooksOpen(uint64 receivable, Receivable word) internal view {
        uint256 dueAt = word.dueAt();
        if (block.timestamp >= dueAt) revert BooksClosed(receivable, dueAt);
    }

    /// @dev What a programme demands of an onward transfer. Moves within one owner's hands are exempt.
    function _requireOnward(uint64 receivable, Receivable word, address from, address to) internal view {
        if (from == to) return;
        if (word.demands(TransferRule.EVIDENCE)) revert EvidenceRequired(receivable);
        if (word.demands(TransferRule.ACCEPTANCE) && msg.sender != to) revert AcceptanceRequired(to);
    }

    /// @dev The account that gains claims, having been opened where the programme asks for it.
    function _gain(address to, uint256 count, Receivable word) internal {
        Account account = _accounts[to];
        if (word.demands(TransferRule.OPEN_ACCOUNTS_ONLY) && !account.isOpen()) revert AccountNotOpen(to);
        _accounts[to] = account.gain(count);
    }

    /// @dev A whole claim changes hands.
    function _bookClaim(uint256 claim, Claim word, address to) internal {
        uint64 number = _receivableOf(claim);
        Receivable receivable = _receivables[number];
        address from = word.owner();
        _requireOnward(number, receivable, from, to);
        if (word.epoch() == ClaimWord.LAST_EPOCH) revert ClaimWornOut(claim);
        _claims[claim] = word.handOver(to);
        _accounts[from] = _accounts[from].lose(1);
        _gain(to, 1, receivable);
    }

    /// @dev Value moves into another claim of the same receivable.
    function _bookValue(uint256 fromClaim, Claim source, uint256 toClaim, uint256 value) internal returns (address to) {
        uint64 number = _receivableOf(fromClaim);
        Receivable receivable = _receivables[number];
        Claim destination = _existing(toClaim);
        to = destination.owner();
        _requireBooksOpen(number, receivable);
        _requireOnward(number, receivable, source.owner(), to);
        uint64 amount = _available(fromClaim, source, value);
        if (fromClaim == toClaim) return to;
        _claims[fromClaim] = source.less(amount);
        _claims[toClaim] = destination.more(amount);
    }

    /// @dev Value moves into a new claim of `to`.
    function _bookNewClaim(uint256 fromClaim, Claim source, address to, uint256 value)
        internal
        returns (uint256 newClaim)
    {
        uint64 number = _receivableOf(fromClaim);
        Receivable receivable = _receivables[number];
        _requireBooksOpen(number, receivable);
        _requireOnward(number, receivable, source.owner(), to);
        if (value == 0) revert ValueMissing(fromClaim);
        uint64 amount = _available(fromClaim, source, value);
        newClaim = _claimId(number, receivable.nextSerial());
        _receivables[number] = receivable.skipSerials(1);
        _claims[fromClaim] = source.less(amount);
        _claims[newClaim] = ClaimWord.create(to, amount);
        _gain(to, 1, receivable);
    }

    /// @dev Checks before narrowing, so that a request of 2^64 and more is refused rather than cut.
    function _available(uint256 claim, Claim word, uint256 requested) internal pure returns (uint64) {
        if (requested > word.value()) revert ValueExceeded(claim, word.value(), requested);
        return uint64(requested);
    }
}
