// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Account, AccountRole} from "../registry/AccountWord.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {IAccounts} from "../registry/IAccounts.sol";
import {IEvidenceRegistry} from "../registry/IEvidenceRegistry.sol";
import {IProgrammeRegistry, IssueRules} from "../registry/IProgrammeRegistry.sol";
import {LARGEST_AMOUNT, Money} from "../registry/Money.sol";
import {DueDays} from "./DueDays.sol";
import {Commitment, IIssuance, ReceivableStatus, ReceivableTerms} from "./IIssuance.sol";
import {IReceivableLedger, Mint} from "./IReceivableLedger.sol";
import {TransferRule} from "./ReceivableWord.sol";

/// @title Receivables from offer to acceptance, and their undoing by both sides.
/// @dev What is accepted becomes claims on the ledger, which mints and burns for this contract alone. Several calls of
/// one sender can go in one transaction (`multicall`), all or none.
contract Issuance is IIssuance, Multicall, AccessManaged {
    IProgrammeRegistry public immutable programmes;
    IEvidenceRegistry public immutable evidence;
    IReceivableLedger public immutable ledger;

    /// @inheritdoc IIssuance
    uint64 public receivableCount;
    mapping(uint64 receivable => ReceivableTerms) private _terms;
    mapping(address debtor => DueDays) private _dueDays;

    /// @inheritdoc IIssuance
    mapping(uint64 receivable => address) public cancellationProposer;

    constructor(
        address authority,
        IProgrammeRegistry programmes_,
        IEvidenceRegistry evidence_,
        IReceivableLedger ledger_
    ) AccessManaged(authority) {
        programmes = programmes_;
        evidence = evidence_;
        ledger = ledger_;
    }

    /// @inheritdoc IIssuance
    function issue(Commitment calldata commitment) external returns (uint64 receivable) {
        uint32 today = CalendarDay.dayOf(block.timestamp);
        IssueRules memory rules = programmes.issueRules(commitment.programme, today);
        _requireIssuer(msg.sender, today);
        _requireCreditor(commitment.creditor, rules.openAccountsOnly);
        _requireTerms(commitment, today, rules.longestTermMonths);

        receivable = ++receivableCount;
        _terms[receivable] = ReceivableTerms({
            debtor: msg.sender,
            face: commitment.face,
            issueDay: uint24(today),
            status: ReceivableStatus.Offered,
            creditor: commitment.creditor,
            acceptDay: commitment.acceptDay,
            dueDay: commitment.dueDay,
            programme: commitment.programme
        });
        emit ReceivableOffered(
            receivable,
            msg.sender,
            commitment.creditor,
            commitment.programme,
            commitment.face,
            today,
            commitment.acceptDay,
            commitment.dueDay
        );
        uint256 drawn =
            evidence.draw(commitment.drawings, msg.sender, commitment.creditor, rules.currency, receivable);
        if (drawn != commitment.face) revert EvidenceDoesNotMatchFace(commitment.face, drawn);
    }

    /// @inheritdoc IIssuance
    function accept(uint64 receivable) external returns (uint256 claim) {
        ReceivableTerms memory terms = _offered(receivable);
        if (msg.sender != terms.creditor) revert NotTheCreditor(receivable, msg.sender);
        uint256 ended = CalendarDay.endOf(terms.acceptDay);
        if (block.timestamp >= ended) revert AcceptanceTimeOver(receivable, ended);

        _terms[receivable].status = ReceivableStatus.Active;
        _dueDays[terms.debtor].enter(terms.dueDay);
        claim = uint256(receivable) << 64 | 1;
        emit ReceivableAccepted(receivable, claim);
        IssueRules memory rules = programmes.issueRules(terms.programme, terms.issueDay);
        ledger.mint(
            Mint({
                receivable: receivable,
                debtor: terms.debtor,
                creditor: terms.creditor,
                face: terms.face,
                dueDay: terms.dueDay,
                programme: terms.programme,
                rules: _transferRules(rules),
                policy: rules.policy
            })
        );
    }

    /// @inheritdoc IIssuance
    function decline(uint64 receivable, bytes32[] calldata documents) external {
        if (msg.sender != _offered(receivable).creditor) revert NotTheCreditor(receivable, msg.sender);
        _end(receivable, ReceivableStatus.Declined, documents);
        emit ReceivableDeclined(receivable);
    }

    /// @inheritdoc IIssuance
    function withdraw(uint64 receivable, bytes32[] calldata documents) external {
        if (msg.sender != _offered(receivable).debtor) revert NotTheDebtor(receivable, msg.sender);
        _end(receivable, ReceivableStatus.Withdrawn, documents);
        emit ReceivableWithdrawn(receivable);
    }

    /// @inheritdoc IIssuance
    function lapse(uint64 receivable, bytes32[] calldata documents) external {
        uint256 ends = CalendarDay.endOf(_offered(receivable).acceptDay);
        if (block.timestamp < ends) revert AcceptanceTimeRuns(receivable, ends);
        _end(receivable, ReceivableStatus.Lapsed, documents);
        emit ReceivableLapsed(receivable);
    }

    /// @inheritdoc IIssuance
    function proposeCancellation(uint64 receivable) external {
        _requireSide(receivable);
        address proposer = cancellationProposer[receivable];
        if (proposer != address(0)) revert CancellationProposedAlready(receivable, proposer);
        cancellationProposer[receivable] = msg.sender;
        emit CancellationProposed(receivable, msg.sender);
    }

    /// @inheritdoc IIssuance
    function retractCancellation(uint64 receivable) external {
        _requireSide(receivable);
        address proposer = _proposerOf(receivable);
        if (proposer != msg.sender) revert CancellationOfOther(receivable, proposer);
        delete cancellationProposer[receivable];
        emit CancellationRetracted(receivable, msg.sender);
    }

    /// @inheritdoc IIssuance
    function cancel(uint64 receivable, uint256[] calldata claims, bytes32[] calldata documents) external {
        ReceivableTerms memory terms = _requireSide(receivable);
        if (_proposerOf(receivable) == msg.sender) revert CancellationNeedsOtherSide(receivable, msg.sender);
        delete cancellationProposer[receivable];
        _dueDays[terms.debtor].strike(terms.dueDay);
        _end(receivable, ReceivableStatus.Cancelled, documents);
        emit ReceivableCancelled(receivable);
        ledger.burnClaims(receivable, claims, terms.creditor);
    }

    /// @inheritdoc IIssuance
    function recordFunding(uint64 receivable, bool inFull) external restricted {
        ReceivableTerms storage terms = _terms[receivable];
        if (inFull) _dueDays[terms.debtor].strike(terms.dueDay);
        terms.status = inFull ? ReceivableStatus.Funded : ReceivableStatus.PartFunded;
        delete cancellationProposer[receivable];
        emit ReceivableFunded(receivable, inFull);
    }

    /// @inheritdoc IIssuance
    function overdueSince(address debtor) external view returns (uint32) {
        return _dueDays[debtor].overdueSince(CalendarDay.dayOf(block.timestamp));
    }

    /// @inheritdoc IIssuance
    function termsOf(uint64 receivable) external view returns (ReceivableTerms memory) {
        return _existing(receivable);
    }

    function _requireIssuer(address debtor, uint32 today) private view {
        Account account = _accountOf(debtor);
        if (!account.isOpen()) revert IAccounts.AccountNotOpen(debtor);
        if (!account.hasRole(AccountRole.DEBTOR)) revert IAccounts.RoleMissing(debtor, AccountRole.DEBTOR);
        if (account.isSuspended()) revert IAccounts.AccountIsSuspended(debtor);
        uint32 since = _dueDays[debtor].overdueSince(today);
        if (since != 0) revert IssuerOverdue(debtor, since);
    }

    function _requireCreditor(address creditor, bool openAccountsOnly) private view {
        if (creditor == address(0) || creditor == address(ledger)) revert IAccounts.InvalidAccount(creditor);
        if (creditor == msg.sender) revert CreditorIsDebtor(creditor);
        Account account = _accountOf(creditor);
        if (openAccountsOnly && !account.isOpen()) revert IAccounts.AccountNotOpen(creditor);
        if (account.isSuspended()) revert IAccounts.AccountIsSuspended(creditor);
    }

    function _requireTerms(Commitment calldata commitment, uint32 today, uint8 longestTermMonths) private pure {
        if (!Money.isAmount(commitment.face)) revert FaceOutOfRange(commitment.face, LARGEST_AMOUNT);
        uint32 dueDay = commitment.dueDay;
        uint32 latest = CalendarDay.addMonths(today, longestTermMonths);
        if (dueDay <= today || dueDay > latest) revert DueDayOutOfRange(dueDay, today + 1, latest);
        uint32 acceptDay = commitment.acceptDay;
        if (acceptDay < today || acceptDay > dueDay) revert AcceptDayOutOfRange(acceptDay, today, dueDay);
    }

    /// @dev The caller is one of the two sides of an active receivable.
    function _requireSide(uint64 receivable) private view returns (ReceivableTerms memory terms) {
        terms = _existing(receivable);
        if (terms.status != ReceivableStatus.Active) revert ReceivableNotActive(receivable);
        if (msg.sender != terms.debtor && msg.sender != terms.creditor) revert NotASide(receivable, msg.sender);
        if (_accountOf(msg.sender).isSuspended()) revert IAccounts.AccountIsSuspended(msg.sender);
    }

    function _proposerOf(uint64 receivable) private view returns (address proposer) {
        proposer = cancellationProposer[receivable];
        if (proposer == address(0)) revert CancellationNotProposed(receivable);
    }

    function _existing(uint64 receivable) private view returns (ReceivableTerms memory terms) {
        terms = _terms[receivable];
        if (terms.status == ReceivableStatus.None) revert UnknownReceivable(receivable);
    }

    function _offered(uint64 receivable) private view returns (ReceivableTerms memory terms) {
        terms = _existing(receivable);
        if (terms.status != ReceivableStatus.Offered) revert ReceivableNotOffered(receivable);
    }

    /// @dev What it drew on its documents is free again, all of it or nothing happens.
    function _end(uint64 receivable, ReceivableStatus how, bytes32[] calldata documents) private {
        ReceivableTerms storage terms = _terms[receivable];
        terms.status = how;
        uint256 released = evidence.release(documents, receivable);
        if (released != terms.face) revert EvidenceNotAllReleased(terms.face, released);
    }

    function _accountOf(address account) private view returns (Account) {
        return Account.wrap(ledger.accountWord(account));
    }

    function _transferRules(IssueRules memory terms) private pure returns (uint8 rules) {
        if (terms.acceptanceRequired) rules |= TransferRule.ACCEPTANCE;
        if (terms.evidenceRequired) rules |= TransferRule.EVIDENCE;
        if (terms.openAccountsOnly) rules |= TransferRule.OPEN_ACCOUNTS_ONLY;
        if (terms.policy != address(0)) rules |= TransferRule.POLICY;
    }
}
