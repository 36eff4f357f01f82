// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Account, AccountRole} from "../registry/AccountWord.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {Drawing, IEvidenceRegistry} from "../registry/IEvidenceRegistry.sol";
import {IProgrammeRegistry, Programme} from "../registry/IProgrammeRegistry.sol";
import {LARGEST_AMOUNT, Money} from "../registry/Money.sol";
import {ClaimValue} from "./ClaimValue.sol";
import {Claim, ClaimWord} from "./ClaimWord.sol";
import {IReceivableLedger, ReceivableTerms} from "./IReceivableLedger.sol";
import {Receivable, ReceivableStatus, ReceivableWord, TransferRule} from "./ReceivableWord.sol";

/// @title The ledger of receivables: their life, and the splitting and handing on of their claims.
contract ReceivableLedger is ClaimValue, IReceivableLedger {
    IProgrammeRegistry public immutable programmes;
    IEvidenceRegistry public immutable evidence;

    /// @inheritdoc IReceivableLedger
    uint64 public receivableCount;
    mapping(uint64 receivable => ReceivableTerms) private _terms;

    constructor(address authority, IProgrammeRegistry programmes_, IEvidenceRegistry evidence_)
        AccessManaged(authority)
    {
        programmes = programmes_;
        evidence = evidence_;
    }

    /// @inheritdoc IReceivableLedger
    function issue(uint32 programme, address creditor, uint64 face, uint32 dueDay, Drawing[] calldata drawings)
        external
        returns (uint64 receivable)
    {
        _requireRole(msg.sender, AccountRole.DEBTOR);
        Programme memory terms = programmes.programmeOf(programme);
        if (creditor == address(0) || creditor == address(this)) revert InvalidAccount(creditor);
        if (creditor == msg.sender) revert CreditorIsDebtor(creditor);
        if (terms.openAccountsOnly && !_accounts[creditor].isOpen()) revert AccountNotOpen(creditor);
        if (!Money.isAmount(face)) revert FaceOutOfRange(face, LARGEST_AMOUNT);
        uint32 today = CalendarDay.dayOf(block.timestamp);
        uint32 latest = CalendarDay.addMonths(today, terms.longestTermMonths);
        if (dueDay <= today || dueDay > latest) revert DueDayOutOfRange(dueDay, today + 1, latest);

        receivable = ++receivableCount;
        _receivables[receivable] = ReceivableWord.offer(_transferRules(terms), dueDay, programme);
        _terms[receivable] =
            ReceivableTerms({debtor: msg.sender, face: face, issueDay: today, creditor: creditor});
        emit ReceivableOffered(receivable, msg.sender, creditor, programme, face, today, dueDay);

        uint256 drawn = evidence.draw(drawings, msg.sender, creditor, terms.currency, receivable);
        if (drawn != face) revert EvidenceDoesNotMatchFace(face, drawn);
    }

    /// @inheritdoc IReceivableLedger
    function accept(uint64 receivable) external returns (uint256 claim) {
        Receivable word = _receivables[receivable];
        ReceivableStatus status = word.status();
        if (status == ReceivableStatus.None) revert UnknownReceivable(receivable);
        if (status != ReceivableStatus.Offered) revert ReceivableNotOffered(receivable);
        ReceivableTerms storage terms = _terms[receivable];
        if (msg.sender != terms.creditor) revert NotTheCreditor(receivable, msg.sender);
        _requireBooksOpen(receivable, word);

        uint64 face = terms.face;
        claim = _claimId(receivable, word.nextSerial());
        _receivables[receivable] = word.activate(face);
        _claims[claim] = ClaimWord.create(msg.sender, face);
        _gain(msg.sender, 1, word);
        emit ReceivableAccepted(receivable, claim);
        _emitNewClaim(0, claim, msg.sender, face);
    }

    /// @inheritdoc IReceivableLedger
    function split(uint256 claim, uint64[] calldata parts) external returns (uint256 firstNew) {
        Claim word = _existing(claim);
        if (!_speaksForTitle(claim, word)) revert ERC721InsufficientApproval(msg.sender, claim);
        uint64 number = _receivableOf(claim);
        Receivable receivable = _receivables[number];
        _requireBooksOpen(number, receivable);
        _requireWholeCut(claim, word.value(), parts);

        address owner = word.owner();
        firstNew = _claimId(number, receivable.nextSerial());
        _receivables[number] = receivable.skipSerials(parts.length - 1);
        _claims[claim] = word.less(word.value() - parts[0]);
        for (uint256 i = 1; i < parts.length; ++i) {
            uint256 newClaim = firstNew + i - 1;
            _claims[newClaim] = ClaimWord.create(owner, parts[i]);
            _emitNewClaim(claim, newClaim, owner, parts[i]);
        }
        _accounts[owner] = _accounts[owner].gain(parts.length - 1);
    }

    /// @inheritdoc IReceivableLedger
    function transferClaims(uint256[] calldata claims, address to) external {
        if (claims.length == 0) revert NoClaimsNamed();
        for (uint256 i = 0; i < claims.length; ++i) {
            _handOver(claims[i], _existing(claims[i]), to);
        }
    }

    /// @inheritdoc IReceivableLedger
    function claimWords(uint64 receivable, uint64 first, uint64 count) external view returns (uint256[] memory words) {
        words = new uint256[](count);
        for (uint64 i = 0; i < count; ++i) {
            words[i] = Claim.unwrap(_claims[_claimId(receivable, first + i)]);
        }
    }

    /// @inheritdoc IReceivableLedger
    function receivableWord(uint64 receivable) external view returns (uint256) {
        return Receivable.unwrap(_receivables[receivable]);
    }

    /// @inheritdoc IReceivableLedger
    function termsOf(uint64 receivable) external view returns (ReceivableTerms memory terms) {
        terms = _terms[receivable];
        if (terms.debtor == address(0)) revert UnknownReceivable(receivable);
    }

    function _transferRules(Programme memory terms) private pure returns (uint8 rules) {
        if (terms.acceptanceRequired) rules |= TransferRule.ACCEPTANCE;
        if (terms.evidenceRequired) rules |= TransferRule.EVIDENCE;
        if (terms.openAccountsOnly) rules |= TransferRule.OPEN_ACCOUNTS_ONLY;
    }

    function _requireWholeCut(uint256 claim, uint64 value, uint64[] calldata parts) private pure {
        if (parts.length < 2) revert SplitNeedsTwoParts(claim);
        uint256 sum;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (parts[i] == 0) revert SplitIntoNothing(claim, i);
            sum += parts[i];
        }
        if (sum != value) revert SplitDoesNotAddUp(claim, value, sum);
    }
}
