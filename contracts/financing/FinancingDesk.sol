// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDesk} from "../claims/IDesk.sol";
import {IIssuance, ReceivableTerms} from "../claims/IIssuance.sol";
import {IReceivableLedger} from "../claims/IReceivableLedger.sol";
import {Claim} from "../claims/ClaimWord.sol";
import {Account} from "../registry/AccountWord.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {IAccounts} from "../registry/IAccounts.sol";
import {IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {ISettlement} from "../settlement/ISettlement.sol";
import {Debt, DebtAccount} from "./DebtAccount.sol";
import {Agreement, IFinancingDesk, LoanQuote, SaleQuote} from "./IFinancingDesk.sol";
import {Quotes} from "./Quotes.sol";

/// @title Sales of claims and loans against them, and what becomes of those.
contract FinancingDesk is Quotes {
    using DebtAccount for Debt;

    IERC20 public immutable money;
    ISettlement public immutable settlement;

    uint64 private _lastAgreement;
    mapping(uint64 agreement => Agreement) private _agreements;
    mapping(uint64 agreement => mapping(uint256 claim => Debt)) private _debts;

    constructor(
        IERC20 money_,
        IProgrammeRegistry programmes_,
        IReceivableLedger ledger_,
        IIssuance issuance_,
        ISettlement settlement_
    ) Quotes(programmes_, ledger_, issuance_) {
        money = money_;
        settlement = settlement_;
    }

    /// @notice `terms` is the ABI encoding of the quote and its signature.
    /// @inheritdoc IDesk
    function onSale(address seller, uint256 claim, uint256 epoch, uint64 value, bytes calldata terms)
        external
        returns (address buyer, uint64 agreement)
    {
        if (msg.sender != address(ledger)) revert NotTheLedger(msg.sender);
        (SaleQuote memory quote, bytes memory signature) = abi.decode(terms, (SaleQuote, bytes));
        _requireClaim(quote, claim, epoch, value);
        bytes32 digest = _useSaleQuote(quote, signature);
        if (quote.recourse) agreement = _agreeRecourse(quote, seller);
        _tellSale(digest, quote, seller, agreement);
        // The money is this deployment's own and reverts where it does not pay.
        money.transferFrom(quote.financier, seller, quote.proceeds);
        return (quote.financier, agreement);
    }

    /// @notice `terms` is the ABI encoding of the quote and its signature.
    /// @inheritdoc IDesk
    function onPledge(
        address pledgor,
        uint256 claim,
        uint256 epoch,
        uint64 value,
        uint256 pledged,
        bytes calldata terms
    ) external returns (uint64 agreement) {
        if (msg.sender != address(ledger)) revert NotTheLedger(msg.sender);
        (LoanQuote memory quote, bytes memory signature) = abi.decode(terms, (LoanQuote, bytes));
        if (quote.claim != claim || quote.epoch != epoch || quote.value != value) {
            revert QuoteOfAnotherClaim(quote.claim, quote.epoch, quote.value);
        }
        bytes32 digest = _useLoanQuote(quote, signature);
        agreement = ++_lastAgreement;
        _agreements[agreement] = Agreement({
            creditor: quote.financier,
            ratePpm: quote.ratePpm,
            dayCount: quote.dayCount,
            dueDay: quote.repayDay,
            pledge: true,
            obligor: pledgor,
            reservePpm: quote.reservePpm,
            claim: pledged
        });
        _debts[agreement][pledged] = Debt(uint56(quote.principal), uint24(quote.valueDay), 0, 0);
        emit LoanMade(
            agreement,
            digest,
            pledged,
            quote.financier,
            pledgor,
            value,
            quote.principal,
            quote.ratePpm,
            quote.dayCount,
            quote.repayDay,
            quote.reservePpm
        );
        money.transferFrom(quote.financier, pledgor, quote.principal);
    }

    /// @notice A loan is paid from what its pledge collects, whether it is due or not. A seller who answers for a claim
    /// gets what is collected beyond that, and pays no interest on what the debtor had set aside.
    /// @inheritdoc IDesk
    function onCollection(uint256 claim, address, uint64 share, uint32 day)
        external
        returns (address other, uint64 toOther)
    {
        if (msg.sender != address(settlement)) revert NotTheSettlement(msg.sender);
        (, uint64 number) = ledger.tieOf(claim);
        Agreement memory agreed = _agreements[number];
        Debt memory debt =
            agreed.pledge ? _debtToday(number, claim, agreed) : _debtOn(day, number, claim, agreed);
        uint64 owed = debt.principal + debt.interestOwed(agreed.dayCount);
        uint64 paid = share < owed ? share : owed;
        _pay(number, claim, agreed, debt, paid);
        if (agreed.pledge) {
            if (paid == owed) ledger.release(claim);
            (other, toOther) = (agreed.creditor, paid);
        } else {
            (other, toOther) = (agreed.obligor, share - paid);
        }
        if (toOther != 0 && Account.wrap(ledger.accountWord(other)).isSuspended()) {
            revert IAccounts.AccountIsSuspended(other);
        }
    }

    /// @inheritdoc IFinancingDesk
    function repay(uint64 agreement, uint64 amount) external {
        Agreement memory agreed = _loan(agreement);
        uint256 claim = agreed.claim;
        Debt memory debt = _debtToday(agreement, claim, agreed);
        uint256 owed = uint256(debt.principal) + debt.interestOwed(agreed.dayCount);
        if (amount == 0) revert PaymentMissing(agreement);
        if (amount > owed) revert PaymentExceedsDebt(agreement, owed, amount);
        _pay(agreement, claim, agreed, debt, amount);
        money.transferFrom(msg.sender, agreed.creditor, amount);
        if (amount == owed && _isTied(agreement, claim)) ledger.release(claim);
    }

    /// @inheritdoc IFinancingDesk
    function enforce(uint64 agreement, SaleQuote calldata quote, bytes calldata signature) external {
        Agreement memory agreed = _loan(agreement);
        uint256 claim = agreed.claim;
        if (msg.sender != agreed.creditor) revert NotOwedTo(agreement, msg.sender);
        if (!_isTied(agreement, claim)) revert PledgeGone(agreement);
        if (CalendarDay.dayOf(block.timestamp) <= agreed.dueDay) revert LoanNotOverdue(agreement, agreed.dueDay);
        if (quote.financier == agreed.creditor || quote.financier == agreed.obligor) {
            revert BuyerIsParty(agreement, quote.financier);
        }
        if (quote.ratePpm > agreed.reservePpm) {
            revert PriceBelowReserve(agreement, agreed.reservePpm, quote.ratePpm);
        }
        Claim word = _wordOf(claim);
        _requireClaim(quote, claim, word.epoch(), word.value());
        // Nobody is left to answer for a pledge that is sold against its owner's will.
        if (quote.recourse) revert RecourseNotGiven(agreement);
        bytes32 digest = _useSaleQuote(quote, signature);
        _tellSale(digest, quote, agreed.obligor, 0);
        _payFromSale(agreement, agreed, quote.financier, quote.proceeds);
        ledger.surrender(claim, quote.financier);
    }

    /// @inheritdoc IFinancingDesk
    function demandRecourse(uint256 claim) external {
        (uint64 number, Agreement memory agreed) = _recourse(claim);
        address holder = _wordOf(claim).owner();
        if (msg.sender != holder) revert NotOwedTo(number, msg.sender);
        uint64 receivable = uint64(claim >> 64);
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        (uint64 unfunded,,) = settlement.positionOf(receivable);
        uint256 graceEnds = uint256(terms.dueDay) + programmes.settlementRules(terms.programme).graceDays;
        if (unfunded == 0 || CalendarDay.dayOf(block.timestamp) <= graceEnds) revert DebtorNotInDefault(claim);
        Debt memory debt = _debtToday(number, claim, agreed);
        emit RecourseDemanded(number, claim, holder, debt.principal + debt.interestOwed(agreed.dayCount));
    }

    /// @inheritdoc IFinancingDesk
    function repurchase(uint256 claim) external {
        (uint64 number, Agreement memory agreed) = _recourse(claim);
        if (msg.sender != agreed.obligor) revert NotTheObligor(number, msg.sender);
        if (CalendarDay.dayOf(block.timestamp) <= agreed.dueDay) revert RecourseNotDue(claim, agreed.dueDay);
        address holder = _wordOf(claim).owner();
        Debt memory debt = _debtToday(number, claim, agreed);
        uint64 owed = debt.principal + debt.interestOwed(agreed.dayCount);
        _pay(number, claim, agreed, debt, owed);
        emit ClaimRepurchased(number, claim, holder, owed);
        if (owed != 0) money.transferFrom(msg.sender, holder, owed);
        ledger.surrender(claim, msg.sender);
    }

    /// @inheritdoc IFinancingDesk
    function agreementOf(uint64 agreement) public view returns (Agreement memory agreed) {
        agreed = _agreements[agreement];
        if (agreed.creditor == address(0)) revert UnknownAgreement(agreement);
    }

    /// @inheritdoc IFinancingDesk
    function owedOn(uint64 agreement, uint256 claim) external view returns (uint64 principal, uint64 interest) {
        Agreement memory agreed = agreementOf(agreement);
        Debt memory debt = _debtToday(agreement, claim, agreed);
        return (debt.principal, debt.interestOwed(agreed.dayCount));
    }

    function _agreeRecourse(SaleQuote memory quote, address seller) private returns (uint64 agreement) {
        agreement = ++_lastAgreement;
        _agreements[agreement] = Agreement({
            creditor: quote.financier,
            ratePpm: quote.ratePpm,
            dayCount: quote.dayCount,
            dueDay: issuance.termsOf(uint64(quote.claim >> 64)).dueDay,
            pledge: false,
            obligor: seller,
            reservePpm: 0,
            claim: 0
        });
    }

    function _tellSale(bytes32 digest, SaleQuote memory quote, address seller, uint64 agreement) private {
        emit ClaimSold(
            digest,
            quote.claim,
            quote.financier,
            seller,
            quote.value,
            quote.proceeds,
            quote.ratePpm,
            quote.dayCount,
            agreement
        );
    }

    function _payFromSale(uint64 number, Agreement memory agreed, address buyer, uint64 proceeds) private {
        Debt memory debt = _debtToday(number, agreed.claim, agreed);
        uint64 owed = debt.principal + debt.interestOwed(agreed.dayCount);
        uint64 paid = proceeds < owed ? proceeds : owed;
        _pay(number, agreed.claim, agreed, debt, paid);
        emit PledgeEnforced(number, agreed.claim, buyer, proceeds, proceeds - paid);
        money.transferFrom(buyer, agreed.creditor, paid);
        if (proceeds != paid) money.transferFrom(buyer, agreed.obligor, proceeds - paid);
    }

    function _pay(uint64 number, uint256 claim, Agreement memory agreed, Debt memory debt, uint64 amount) private {
        uint64 interest = debt.pay(agreed.dayCount, amount);
        _debts[number][claim] = debt;
        emit DebtPaid(number, claim, msg.sender, amount, interest, debt.principal, debt.accruedThrough);
    }

    function _debtToday(uint64 number, uint256 claim, Agreement memory agreed) private view returns (Debt memory) {
        return _debtOn(CalendarDay.dayOf(block.timestamp), number, claim, agreed);
    }

    /// @dev Of a recourse nothing is kept before something was paid: until then it is for the claim's face.
    function _debtOn(uint32 day, uint64 number, uint256 claim, Agreement memory agreed)
        private
        view
        returns (Debt memory debt)
    {
        debt = _debts[number][claim];
        if (debt.accruedThrough == 0 && !agreed.pledge) {
            debt.principal = uint56(_wordOf(claim).value());
            debt.accruedThrough = uint24(agreed.dueDay);
        }
        debt.accrueTo(day, agreed.ratePpm);
    }

    function _requireClaim(SaleQuote memory quote, uint256 claim, uint256 epoch, uint64 value) private pure {
        if (quote.claim != claim || quote.epoch != epoch || quote.value != value) {
            revert QuoteOfAnotherClaim(quote.claim, quote.epoch, quote.value);
        }
    }

    function _loan(uint64 number) private view returns (Agreement memory agreed) {
        agreed = agreementOf(number);
        if (!agreed.pledge) revert NotALoan(number);
    }

    function _recourse(uint256 claim) private view returns (uint64 number, Agreement memory agreed) {
        address party;
        (party, number) = ledger.tieOf(claim);
        if (party != address(this) || !_wordOf(claim).hasRecourse()) revert ClaimWithoutRecourse(claim);
        agreed = _agreements[number];
    }

    /// @dev A pledge that was sold or released may be tied again, under another agreement.
    function _isTied(uint64 number, uint256 claim) private view returns (bool) {
        (address party, uint64 agreement) = ledger.tieOf(claim);
        return party == address(this) && agreement == number;
    }
}
