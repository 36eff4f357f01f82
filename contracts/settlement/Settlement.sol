// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Claim} from "../claims/ClaimWord.sol";
import {ClaimBook} from "../claims/ClaimBook.sol";
import {IClaimMovements} from "../claims/IClaimMovements.sol";
import {IDesk} from "../claims/IDesk.sol";
import {IIssuance, ReceivableStatus, ReceivableTerms} from "../claims/IIssuance.sol";
import {IReceivableLedger} from "../claims/IReceivableLedger.sol";
import {Account} from "../registry/AccountWord.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {IAccounts} from "../registry/IAccounts.sol";
import {IProgrammeRegistry, SettlementRules} from "../registry/IProgrammeRegistry.sol";
import {HOME, LARGEST_AMOUNT} from "../registry/Money.sol";
import {IECny} from "./IECny.sol";
import {IFixedRates} from "./IFixedRates.sol";
import {IHoldReleaser} from "./IHoldReleaser.sol";
import {IReleasePolicy} from "./IReleasePolicy.sol";
import {ISettlement, Round, Share} from "./ISettlement.sol";
import {OverdueInterest} from "./OverdueInterest.sol";

/// @title Pays receivables out of their debtors' own wallets. It never has money of its own.
/// @dev Calls contracts of this deployment, none of which calls anybody back while paying, and the policies of programmes
/// in foreign currencies, which the operator names when it opens them: they find nothing half paid to take again.
contract Settlement is ISettlement, AccessManaged, ReentrancyGuardTransient {
    /// @notice What is kept of a receivable once something of it was funded.
    /// @param unfunded what is owed, in fen, and no money has been set aside for yet
    /// @param interestFunded overdue interest for which it has
    /// @param accrued interest on what was unfunded from day to day, up to `accruedThrough`, in millionths of a fen
    /// @param accruedThrough the last day that is counted in it
    /// @param rounds how many rounds there are
    struct Position {
        uint64 unfunded;
        uint64 interestFunded;
        uint96 accrued;
        uint24 accruedThrough;
        uint8 rounds;
    }

    /// @dev A claim's word counts 255 rounds. Two are kept back for the rest and its interest, in full.
    uint8 private constant LAST_PARTIAL_ROUND = 253;

    IECny public immutable money;
    IProgrammeRegistry public immutable programmes;
    IReceivableLedger public immutable ledger;
    IIssuance public immutable issuance;
    IFixedRates public immutable fixings;

    mapping(uint64 receivable => Position) private _positions;
    mapping(uint64 receivable => mapping(uint8 round => Round)) private _rounds;
    /// @dev Of receivables in foreign currencies: the face that is funded already.
    mapping(uint64 receivable => uint64) private _faceFunded;
    /// @inheritdoc ISettlement
    mapping(uint64 receivable => mapping(uint8 round => uint64)) public retiredBy;
    /// @inheritdoc ISettlement
    mapping(uint256 claim => uint64) public aheadOf;

    constructor(
        address authority,
        IECny money_,
        IProgrammeRegistry programmes_,
        IReceivableLedger ledger_,
        IIssuance issuance_,
        IFixedRates fixings_
    ) AccessManaged(authority) {
        money = money_;
        programmes = programmes_;
        ledger = ledger_;
        issuance = issuance_;
        fixings = fixings_;
    }

    /// @notice The debtor funds a receivable by a hold with this contract as its releaser and the receivable's number as
    /// its purpose. Overdue interest comes first, what is left pays face (Civil Code of the PRC, article 561).
    /// @inheritdoc IHoldReleaser
    function onHoldPlaced(
        uint256 hold,
        address payer,
        address payee,
        uint256 amount,
        uint64 expiry,
        bytes32 purpose
    ) external returns (bytes4) {
        if (msg.sender != address(money)) revert NotTheMoney(msg.sender);
        if (uint256(purpose) > type(uint64).max) revert PurposeUnknown(purpose);
        uint64 receivable = uint64(uint256(purpose));
        if (payee != address(0) || expiry != 0) revert FundingConditional(receivable, payee, expiry);
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        if (payer != terms.debtor) revert IIssuance.NotTheDebtor(receivable, payer);
        _fund(receivable, terms, uint64(hold), amount);
        return IHoldReleaser.onHoldPlaced.selector;
    }

    function _fund(uint64 receivable, ReceivableTerms memory terms, uint64 hold, uint256 amount) private {
        if (terms.status != ReceivableStatus.Active && terms.status != ReceivableStatus.PartFunded) {
            revert IIssuance.ReceivableNotActive(receivable);
        }
        SettlementRules memory rules = programmes.settlementRules(terms.programme);
        Position memory position = _accruedToday(receivable, terms, rules);
        uint64 interest = _interestOwed(position);
        uint256 owed = uint256(position.unfunded) + interest;
        if (amount > owed) revert FundingExceedsDebt(receivable, owed, amount);
        if (amount < owed && position.rounds + 2 > LAST_PARTIAL_ROUND) {
            revert FundingNotInFull(receivable, owed, amount);
        }
        uint64 towardsInterest = amount < interest ? uint64(amount) : interest;
        uint64 towardsFace = uint64(amount) - towardsInterest;
        uint64 face = position.unfunded;
        bool foreign = rules.currency != HOME;
        if (foreign) face = terms.face - _faceFunded[receivable];
        if (towardsInterest != 0) _openRound(receivable, position, hold, towardsInterest, face, true, foreign);
        if (towardsFace != 0) {
            if (foreign) _retireForeign(receivable, position, towardsFace, face);
            _openRound(receivable, position, hold, towardsFace, face, false, foreign);
        }
        position.interestFunded += towardsInterest;
        position.unfunded -= towardsFace;
        _positions[receivable] = position;
        issuance.recordFunding(receivable, position.unfunded == 0);
    }

    function _openRound(
        uint64 receivable,
        Position memory position,
        uint64 hold,
        uint64 amount,
        uint64 face,
        bool interest,
        bool foreign
    ) private {
        uint8 round = ++position.rounds;
        uint16 today = uint16(CalendarDay.dayOf(block.timestamp));
        _rounds[receivable][round] =
            Round(uint56(amount), uint56(face), 0, uint56(hold), interest, foreign, today);
        emit RoundOpened(receivable, round, hold, amount, face, interest);
    }

    /// @dev The round that is opened next retires face as it pays what is owed, and all of it with the last fen.
    function _retireForeign(uint64 receivable, Position memory position, uint64 amount, uint64 face) private {
        uint64 retired =
            amount == position.unfunded ? face : uint64(uint256(face) * amount / position.unfunded);
        retiredBy[receivable][position.rounds + 1] = retired;
        _faceFunded[receivable] += retired;
    }

    /// @inheritdoc ISettlement
    function collect(uint256[] calldata claims) external nonReentrant {
        if (claims.length == 0) revert IClaimMovements.NoClaimsNamed();
        for (uint256 i = 0; i < claims.length; ++i) {
            _collect(claims[i]);
        }
    }

    /// @inheritdoc ISettlement
    function collectFor(uint256[] calldata claims, Share[] calldata shares)
        external
        restricted
        nonReentrant
        returns (uint64[] memory retired, uint8 rounds)
    {
        if (claims.length == 0) revert IClaimMovements.NoClaimsNamed();
        uint64 receivable = uint64(claims[0] >> 64);
        rounds = _positions[receivable].rounds;
        retired = new uint64[](shares.length);
        uint64 sum;
        for (uint256 i = 0; i < shares.length; ++i) {
            retired[i] = _payShare(receivable, shares[i], rounds);
            sum += retired[i];
        }
        for (uint256 i = 0; i < claims.length; ++i) {
            sum -= _retireFor(claims[i], receivable, sum);
        }
        if (sum != 0) revert ClaimBook.ValueExceeded(claims[claims.length - 1], 0, sum);
    }

    function _payShare(uint64 receivable, Share calldata share, uint8 rounds) private returns (uint64) {
        if (share.round == rounds || share.face == 0) revert NothingToPay(share.payee);
        uint64 left = share.face;
        for (uint8 round = share.round; round < rounds && left != 0;) {
            Round storage kept = _rounds[receivable][++round];
            Round memory was = kept;
            uint64 amount = _advance(kept, was, left);
            emit CollectedFor(msg.sender, receivable, share.payee, round, left, amount);
            if (amount != 0) money.payHold(was.hold, share.payee, amount);
            if (!was.interest) left -= amount;
        }
        return share.face - left;
    }

    /// @dev Takes as much off a claim as it has, up to `face`.
    function _retireFor(uint256 claim, uint64 receivable, uint64 face) private returns (uint64 taken) {
        Claim word = _payable(claim, receivable);
        if (word.owner() != msg.sender || uint64(claim >> 64) != receivable) revert NothingToCollect(claim);
        taken = word.value() < face ? word.value() : face;
        if (taken != 0) ledger.retire(claim, taken, word.round());
    }

    function _collect(uint256 claim) private {
        uint64 receivable = uint64(claim >> 64);
        Claim word = _payable(claim, receivable);
        if (Account.wrap(ledger.accountWord(word.owner())).isDesk()) revert HeldByDesk(claim, word.owner());
        uint8 rounds = _positions[receivable].rounds;
        uint64 left = word.value();
        if (word.round() == rounds || left == 0) revert NothingToCollect(claim);
        IDesk desk = _deskOf(claim, word);
        if (_rounds[receivable][rounds].foreign) {
            // No desk sells or lends on what is owed in another currency.
            if (address(desk) != address(0)) revert ClaimBook.ClaimIsEncumbered(claim);
            return _collectForeign(claim, receivable, word, rounds);
        }
        for (uint8 round = word.round(); round < rounds && left != 0;) {
            left -= _take(claim, word.owner(), desk, _rounds[receivable][++round], round, left);
        }
        ledger.retire(claim, word.value() - left, rounds);
    }

    /// @dev Pays a claim of face `face` its share of a round.
    /// @return retired the face that it loses by that
    function _take(uint256 claim, address holder, IDesk desk, Round storage kept, uint8 round, uint64 face)
        private
        returns (uint64 retired)
    {
        Round memory was = kept;
        uint64 share = _advance(kept, was, face);
        emit Collected(claim, holder, round, face, share);
        if (share != 0) _payOut(claim, holder, desk, was, share);
        return was.interest ? 0 : share;
    }

    /// @dev What is not released yet stays held, and its face stands before the round.
    function _collectForeign(uint256 claim, uint64 receivable, Claim word, uint8 rounds) private {
        IReleasePolicy policy = IReleasePolicy(ledger.policyOf(receivable));
        bool limited = address(policy) != address(0);
        uint64 granted = limited ? policy.releasable(receivable, word.owner()) : LARGEST_AMOUNT;
        uint64 value = word.value();
        uint64 ahead = aheadOf[claim];
        uint8 taken = word.round();
        while (taken < rounds && value != 0 && granted != 0) {
            (uint64 part, uint64 retired, uint64 worth) =
                _takePart(claim, word.owner(), taken + 1, value - ahead, granted);
            if (limited) granted -= worth;
            value -= retired;
            ahead += part - retired;
            if (value != ahead) break;
            ahead = 0;
            ++taken;
        }
        aheadOf[claim] = ahead;
        ledger.retire(claim, word.value() - value, taken);
    }

    /// @dev So much of the face that waits as is released takes its share.
    /// @return part that face
    /// @return retired how much of it is paid for good
    /// @return worth what counts against what is released
    function _takePart(
        uint256 claim,
        address holder,
        uint8 round,
        uint64 waiting,
        uint64 granted
    ) private returns (uint64 part, uint64 retired, uint64 worth) {
        uint64 receivable = uint64(claim >> 64);
        Round storage kept = _rounds[receivable][round];
        Round memory was = kept;
        uint256 whole = was.interest ? was.amount : retiredBy[receivable][round];
        if (was.interest) granted = fixings.fenWithin(receivable, granted);
        part = _within(was, whole, waiting, granted);
        retired = _retiredIn(receivable, round, was, part);
        uint64 share = _advance(kept, was, part);
        worth = _worth(receivable, was, retired, share);
        emit Collected(claim, holder, round, part, share);
        IReleasePolicy policy = IReleasePolicy(ledger.policyOf(receivable));
        if (address(policy) != address(0)) policy.onRelease(receivable, holder, worth, share);
        if (share != 0) money.payHold(was.hold, holder, share);
    }

    /// @dev The most face of which the round's part of `whole` is no more than `granted`: floor((c + p) · W / N) − floor(c · W / N).
    function _within(Round memory round, uint256 whole, uint64 waiting, uint64 granted)
        private
        pure
        returns (uint64)
    {
        if (whole == 0) return waiting;
        uint256 reached = uint256(round.cursor) * whole / round.face;
        uint256 most = ((reached + granted + 1) * round.face - 1) / whole - round.cursor;
        return most < waiting ? uint64(most) : waiting;
    }

    /// @dev What the next `part` of a round loses of its face.
    function _retiredIn(uint64 receivable, uint8 round, Round memory was, uint64 part) private view returns (uint64) {
        if (was.interest) return 0;
        uint256 whole = retiredBy[receivable][round];
        return uint64((uint256(was.cursor) + part) * whole / was.face - uint256(was.cursor) * whole / was.face);
    }

    /// @dev In the receivable's currency: the face that is paid, or what the interest comes to.
    function _worth(uint64 receivable, Round memory round, uint64 retired, uint64 share) private view returns (uint64) {
        return round.interest ? fixings.unitsOf(receivable, share) : retired;
    }

    /// @dev The next `face` of a round takes its share.
    function _advance(Round storage kept, Round memory was, uint64 face) private returns (uint64 share) {
        share = _upTo(was, was.cursor + face) - _upTo(was, was.cursor);
        kept.cursor = was.cursor + uint56(face);
    }

    /// @dev What a desk keeps of the claim may say that a part of the share is another's.
    function _payOut(uint256 claim, address holder, IDesk desk, Round memory round, uint64 share) private {
        if (address(desk) != address(0)) {
            (address other, uint64 toOther) = desk.onCollection(claim, holder, share, round.day);
            if (toOther != 0) money.payHold(round.hold, other, toOther);
            share -= toOther;
        }
        if (share != 0) money.payHold(round.hold, holder, share);
    }

    /// @dev R(x) = floor(x · A / N): what the first x of a round's face are paid together.
    function _upTo(Round memory round, uint256 x) private pure returns (uint64) {
        return uint64(x * round.amount / round.face);
    }

    /// @dev A claim whose holder may be paid now.
    function _payable(uint256 claim, uint64 receivable) private view returns (Claim word) {
        if (claim >> 128 == 0) word = Claim.wrap(ledger.claimWords(receivable, uint64(claim), 1)[0]);
        address holder = word.owner();
        if (holder == address(0)) revert IERC721Errors.ERC721NonexistentToken(claim);
        uint256 dueAt = CalendarDay.endOf(issuance.termsOf(receivable).dueDay);
        if (block.timestamp < dueAt) revert NotYetDue(receivable, dueAt);
        if (word.isFrozen()) revert ClaimBook.ClaimIsFrozen(claim);
        if (Account.wrap(ledger.accountWord(holder)).isSuspended()) revert IAccounts.AccountIsSuspended(holder);
    }

    /// @dev The desk that a claim was pledged or sold with recourse through; none where it was not. A beneficiary that is no
    /// desk cannot say what belongs to whom.
    function _deskOf(uint256 claim, Claim word) private view returns (IDesk) {
        if (!word.isEncumbered() && !word.hasRecourse()) return IDesk(address(0));
        (address party, uint64 agreement) = ledger.tieOf(claim);
        if (agreement == 0) revert ClaimBook.ClaimIsEncumbered(claim);
        return IDesk(party);
    }

    /// @inheritdoc ISettlement
    function positionOf(uint64 receivable) external view returns (uint64 unfunded, uint64 interest, uint8 rounds) {
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        Position memory position =
            _accruedToday(receivable, terms, programmes.settlementRules(terms.programme));
        return (position.unfunded, _interestOwed(position), position.rounds);
    }

    /// @inheritdoc ISettlement
    function roundOf(uint64 receivable, uint8 round) external view returns (Round memory) {
        return _rounds[receivable][round];
    }

    /// @dev The position with interest up to and including today; before the first funding all face is unfunded.
    function _accruedToday(uint64 receivable, ReceivableTerms memory terms, SettlementRules memory rules)
        private
        view
        returns (Position memory position)
    {
        position = _positions[receivable];
        if (position.rounds == 0) {
            position.unfunded = rules.currency == HOME ? terms.face : fixings.owedOn(receivable);
            position.accruedThrough = uint24(terms.dueDay);
        }
        uint24 today = uint24(CalendarDay.dayOf(block.timestamp));
        if (today <= position.accruedThrough) return position;
        position.accrued +=
            OverdueInterest.accrued(position.unfunded, rules.overduePpm, today - position.accruedThrough);
        position.accruedThrough = today;
    }

    function _interestOwed(Position memory position) private pure returns (uint64) {
        return OverdueInterest.rounded(position.accrued) - position.interestFunded;
    }
}
