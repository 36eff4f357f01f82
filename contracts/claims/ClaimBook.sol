// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Account} from "../registry/AccountWord.sol";
import {Accounts} from "../registry/Accounts.sol";
import {Claim, ClaimWord} from "./ClaimWord.sol";
import {ITransferPolicy} from "./ITransferPolicy.sol";
import {Receivable, TransferRule} from "./ReceivableWord.sol";

/// @notice What stands behind a movement to another holder: nothing but the word of who gives, a trade document, or a desk
/// that has the signature of who gets.
enum Backing {
    None,
    Document,
    Desk
}

/// @notice Whom a claim is tied to: the beneficiary of its encumbrance, or the desk through which it carries recourse.
/// @param agreement the desk's number of what was agreed; zero where it is no desk
struct Tie {
    address party;
    uint64 agreement;
}

/// @title The words of every receivable and claim, and the one place where each kind of movement is booked.
/// @dev Nothing here asks who may speak for a claim; that is `ClaimTitle`'s and `ClaimValue`'s part. Whoever books emits
/// the event of it and then calls `_askPolicy`, in this order, so that whatever calls back finds books and events whole.
abstract contract ClaimBook is Accounts, IERC721Errors {
    mapping(uint64 receivable => Receivable) internal _receivables;
    mapping(uint256 claim => Claim) internal _claims;
    mapping(uint64 receivable => ITransferPolicy) internal _policies;
    mapping(uint256 claim => Tie) internal _ties;

    /// @notice What next leaves this claim was carried by a desk: the recipient has signed for it there, and it is no
    /// trade transfer.
    event CarriedByDesk(address indexed desk, uint256 indexed claim);

    error BooksClosed(uint64 receivable, uint256 dueAt);
    error ReceivableIsPaused(uint64 receivable);
    error ClaimIsFrozen(uint256 claim);
    error ClaimIsEncumbered(uint256 claim);
    error ClaimCarriesRecourse(uint256 claim);
    error ClaimIsDisputed(uint256 claim);
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

    function _requireFree(uint256 claim, Claim word) internal pure {
        if (!word.isFree()) _refuseRestrained(claim, word);
    }

    /// @dev Value that carries a mark is not mixed with other value: nobody could tell it apart again.
    function _requireUnmarked(uint256 claim, Claim word) internal pure {
        if (word.isUnmarked()) return;
        if (word.hasRecourse()) revert ClaimCarriesRecourse(claim);
        revert ClaimIsDisputed(claim);
    }

    function _refuseRestrained(uint256 claim, Claim word) private pure {
        if (word.isFrozen()) revert ClaimIsFrozen(claim);
        revert ClaimIsEncumbered(claim);
    }

    function _refuseMixing(uint256 fromClaim, Claim source, uint256 toClaim, Claim destination) private pure {
        _requireFree(fromClaim, source);
        _requireFree(toClaim, destination);
        _requireUnmarked(fromClaim, source);
        _requireUnmarked(toClaim, destination);
    }

    function _requireRunning(uint64 receivable, Receivable word) internal pure {
        if (word.isPaused()) revert ReceivableIsPaused(receivable);
    }

    /// @dev What stops a claim whatever is to be done with it: an order, an encumbrance, a pause, a suspended owner.
    function _requireMovable(uint256 claim, Claim word, Receivable receivable) internal view returns (Account giver) {
        if (!word.isFree()) _refuseRestrained(claim, word);
        return _requireNotStopped(claim, word, receivable);
    }

    /// @dev A pause, or a suspended owner.
    function _requireNotStopped(uint256 claim, Claim word, Receivable receivable)
        private
        view
        returns (Account giver)
    {
        if (receivable.isPaused()) revert ReceivableIsPaused(_receivableOf(claim));
        giver = _accounts[word.owner()];
        if (giver.isSuspended()) revert AccountIsSuspended(word.owner());
    }

    /// @dev What a programme demands of an onward transfer. Moves within one owner's hands are exempt, and so is what
    /// a desk carries: it has the recipient's signature, and financing rests on other papers than trade does.
    function _requireOnward(
        uint256 claim,
        Receivable receivable,
        address from,
        Account giver,
        address to,
        bool evidenced
    ) private {
        if (from == to) return;
        Account caller = giver;
        if (msg.sender != from) {
            caller = _accounts[msg.sender];
            if (caller.isSuspended()) revert AccountIsSuspended(msg.sender);
        }
        if (caller.isDesk()) {
            emit CarriedByDesk(msg.sender, claim);
            return;
        }
        if (receivable.isUnrestrained()) return;
        if (!evidenced && receivable.demands(TransferRule.EVIDENCE)) revert EvidenceRequired(_receivableOf(claim));
        if (msg.sender != to && receivable.demands(TransferRule.ACCEPTANCE)) revert AcceptanceRequired(to);
    }

    /// @dev The account that gains claims, having been opened where the programme asks for it. A desk would not know whose
    /// they are, nor would one that was dismissed: it gains what is sold through a desk and nothing else.
    function _gain(address to, uint256 count, Receivable word, Backing backing) internal {
        Account account = _accounts[to];
        if (account.isSuspended()) revert AccountIsSuspended(to);
        if (account.wasEverDesk()) {
            if (backing != Backing.Desk) revert ERC721InvalidReceiver(to);
        } else if (word.demands(TransferRule.OPEN_ACCOUNTS_ONLY) && !account.isOpen()) {
            revert AccountNotOpen(to);
        }
        _accounts[to] = account.gain(count);
    }

    /// @dev A whole claim changes hands.
    function _bookClaim(uint256 claim, Claim word, address to, Backing backing)
        internal
        returns (Receivable receivable)
    {
        receivable = _receivables[_receivableOf(claim)];
        address from = word.owner();
        Account giver = _requireMovable(claim, word, receivable);
        if (backing != Backing.Desk) {
            _requireOnward(claim, receivable, from, giver, to, backing == Backing.Document);
        }
        if (word.epoch() == ClaimWord.LAST_EPOCH) revert ClaimWornOut(claim);
        _claims[claim] = word.handOver(to);
        _accounts[from] = giver.lose(1);
        _gain(to, 1, receivable, backing);
    }

    /// @dev Value moves into another claim of the same receivable.
    function _bookValue(uint256 fromClaim, Claim source, uint256 toClaim, Claim destination, uint256 value)
        internal
        returns (Receivable receivable)
    {
        uint64 number = _receivableOf(fromClaim);
        receivable = _receivables[number];
        _requireBooksOpen(number, receivable);
        if (!destination.mixesWith(source)) _refuseMixing(fromClaim, source, toClaim, destination);
        Account giver = _requireNotStopped(fromClaim, source, receivable);
        address to = destination.owner();
        if (source.owner() != to) _requireOnward(fromClaim, receivable, source.owner(), giver, to, false);
        uint64 amount = _available(fromClaim, source, value);
        if (fromClaim == toClaim) return receivable;
        _claims[fromClaim] = source.less(amount);
        _claims[toClaim] = destination.more(amount);
    }

    /// @dev Value moves into a new claim of `to`.
    function _bookNewClaim(uint256 fromClaim, Claim source, address to, uint256 value, Backing backing)
        internal
        returns (uint256 newClaim, Receivable receivable)
    {
        uint64 number = _receivableOf(fromClaim);
        receivable = _receivables[number];
        _requireBooksOpen(number, receivable);
        Account giver = _requireMovable(fromClaim, source, receivable);
        newClaim = _claimId(number, receivable.nextSerial());
        _receivables[number] = receivable.skipSerials(1);
        _claims[fromClaim] = _bookPart(fromClaim, source, giver, receivable, newClaim, to, value, backing);
    }

    /// @dev One part of what leaves a claim, which the caller has found movable and stores when all parts are booked.
    function _bookPart(
        uint256 fromClaim,
        Claim source,
        Account giver,
        Receivable receivable,
        uint256 newClaim,
        address to,
        uint256 value,
        Backing backing
    ) internal returns (Claim rest) {
        if (backing != Backing.Desk) {
            _requireOnward(fromClaim, receivable, source.owner(), giver, to, backing == Backing.Document);
        }
        if (value == 0) revert ValueMissing(fromClaim);
        uint64 amount = _available(fromClaim, source, value);
        _createPart(fromClaim, source, newClaim, to, amount);
        _gain(to, 1, receivable, backing);
        return source.less(amount);
    }

    /// @dev A part of a claim is tied to whom the claim is. Frozen and encumbered claims have no parts.
    function _createPart(uint256 fromClaim, Claim source, uint256 newClaim, address to, uint64 value) internal {
        _claims[newClaim] = source.part(to, value);
        if (source.hasRecourse()) _ties[newClaim] = _ties[fromClaim];
    }

    /// @dev Checks before narrowing, so that a request of 2^64 and more is refused rather than cut.
    function _available(uint256 claim, Claim word, uint256 requested) internal pure returns (uint64) {
        uint64 value = word.value();
        if (requested > value) revert ValueExceeded(claim, value, requested);
        return uint64(requested);
    }

    /// @dev The programme's policy, where it has one, has the last word on what changes hands.
    function _askPolicy(uint64 number, Receivable receivable, address from, address to, uint256 value) internal {
        if (receivable.isUnrestrained() || from == to || !receivable.demands(TransferRule.POLICY)) return;
        _policies[number].onTransfer(msg.sender, number, from, to, uint64(value));
    }
}
