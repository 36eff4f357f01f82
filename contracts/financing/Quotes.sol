// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Claim} from "../claims/ClaimWord.sol";
import {IIssuance, ReceivableStatus, ReceivableTerms} from "../claims/IIssuance.sol";
import {IReceivableLedger} from "../claims/IReceivableLedger.sol";
import {Account, AccountRole} from "../registry/AccountWord.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {IAccounts} from "../registry/IAccounts.sol";
import {IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {CurrencyNotSettled, HOME} from "../registry/Money.sol";
import {BankDiscount} from "./BankDiscount.sol";
import {IFinancingDesk, LoanQuote, SaleQuote} from "./IFinancingDesk.sol";

/// @title Financiers' signed quotes: whose they are, how long they stand, and what must be on record before one is used.
abstract contract Quotes is IFinancingDesk, EIP712 {
    bytes32 private constant SALE_TYPE = keccak256(
        "SaleQuote(address financier,uint256 claim,uint256 epoch,uint64 value,uint64 proceeds,uint32 ratePpm,uint8 dayCount,uint32 valueDay,bool recourse,uint64 expiry,bytes32 salt)"
    );
    bytes32 private constant LOAN_TYPE = keccak256(
        "LoanQuote(address financier,uint256 claim,uint256 epoch,uint64 value,uint64 principal,uint32 ratePpm,uint8 dayCount,uint32 valueDay,uint32 repayDay,uint32 reservePpm,uint64 expiry,bytes32 salt)"
    );


    IProgrammeRegistry public immutable programmes;
    IReceivableLedger public immutable ledger;
    IIssuance public immutable issuance;

    /// @inheritdoc IFinancingDesk
    mapping(bytes32 quote => bool) public quoteEnded;
    /// @inheritdoc IFinancingDesk
    mapping(address financier => mapping(uint256 claim => mapping(uint256 epoch => bytes32))) public lienReceipt;
    mapping(bytes32 receipt => uint256 claim) private _claimOfReceipt;

    constructor(IProgrammeRegistry programmes_, IReceivableLedger ledger_, IIssuance issuance_)
        EIP712("Tallystick financing desk", "1") {
        programmes = programmes_;
        ledger = ledger_;
        issuance = issuance_;
    }

    /// @inheritdoc IFinancingDesk
    function recordLien(uint256 claim, bytes32 receipt) external {
        _requireFinancier(msg.sender);
        if (receipt == bytes32(0)) revert LienReceiptMissing(msg.sender, claim);
        uint256 epoch = _wordOf(claim).epoch();
        if (_claimOfReceipt[receipt] != 0) revert LienReceiptUsed(receipt, _claimOfReceipt[receipt]);
        bytes32 recorded = lienReceipt[msg.sender][claim][epoch];
        if (recorded != 0) revert LienRecordedAlready(msg.sender, claim, recorded);
        _claimOfReceipt[receipt] = claim;
        lienReceipt[msg.sender][claim][epoch] = receipt;
        emit LienRecorded(msg.sender, claim, epoch, receipt);
    }

    /// @inheritdoc IFinancingDesk
    function revoke(SaleQuote calldata quote) external {
        _revoke(_digest(quote), quote.financier);
    }

    /// @inheritdoc IFinancingDesk
    function revokeLoan(LoanQuote calldata quote) external {
        _revoke(_loanDigest(quote), quote.financier);
    }

    /// @inheritdoc IFinancingDesk
    function digestOf(SaleQuote calldata quote) external view returns (bytes32) {
        return _digest(quote);
    }

    /// @inheritdoc IFinancingDesk
    function digestOfLoan(LoanQuote calldata quote) external view returns (bytes32) {
        return _loanDigest(quote);
    }

    /// @dev A sale's quote is used up, by a holder of the claim in this epoch or for its account.
    function _useSaleQuote(SaleQuote memory quote, bytes memory signature) internal returns (bytes32 digest) {
        digest = _digest(quote);
        ReceivableTerms memory terms = _use(
            digest,
            quote.financier,
            quote.claim,
            quote.epoch,
            quote.valueDay,
            quote.expiry,
            signature
        );
        // What is financed is not due yet, so nothing has accrued and no price is above the face.
        if (quote.proceeds > quote.value) revert PriceAboveFace(quote.value, quote.proceeds);
        uint256 discount =
            BankDiscount.discount(quote.value, quote.ratePpm, terms.dueDay - quote.valueDay, quote.dayCount);
        uint256 expected = discount < quote.value ? quote.value - discount : 0;
        if (quote.proceeds != expected || expected == 0) revert QuotePriceWrong(quote.proceeds, expected);
    }

    /// @dev A loan's quote is used up.
    function _useLoanQuote(LoanQuote memory quote, bytes memory signature) internal returns (bytes32 digest) {
        digest = _loanDigest(quote);
        _use(digest, quote.financier, quote.claim, quote.epoch, quote.valueDay, quote.expiry, signature);
        if (quote.principal == 0 || quote.principal > quote.value) {
            revert PrincipalOutOfRange(quote.principal, quote.value);
        }
        if (quote.repayDay < quote.valueDay) revert RepayDayPassed(quote.repayDay, quote.valueDay);
    }

    function _use(
        bytes32 digest,
        address financier,
        uint256 claim,
        uint256 epoch,
        uint32 valueDay,
        uint64 expiry,
        bytes memory signature
    ) private returns (ReceivableTerms memory terms) {
        _end(digest);
        if (block.timestamp >= expiry) revert QuoteExpired(expiry, block.timestamp);
        uint32 today = CalendarDay.dayOf(block.timestamp);
        if (valueDay != today) revert QuoteOfAnotherDay(valueDay, today);
        _requireFinancier(financier);
        uint64 receivable = uint64(claim >> 64);
        terms = issuance.termsOf(receivable);
        if (terms.status != ReceivableStatus.Active && terms.status != ReceivableStatus.PartFunded) {
            revert IIssuance.ReceivableNotActive(receivable);
        }
        bytes3 currency = programmes.currencyOf(terms.programme);
        if (currency != HOME) revert CurrencyNotSettled(receivable, currency);
        if (valueDay > terms.dueDay) revert QuoteOfAnotherDay(valueDay, terms.dueDay);
        if (lienReceipt[financier][claim][epoch] == 0) revert LienReceiptMissing(financier, claim);
        if (!SignatureChecker.isValidSignatureNow(financier, digest, signature)) {
            revert QuoteNotSigned(digest, financier);
        }
    }

    function _requireFinancier(address financier) internal view {
        Account account = Account.wrap(ledger.accountWord(financier));
        if (!account.isOpen() || !account.hasRole(AccountRole.FINANCIER)) revert NotAFinancier(financier);
        if (account.isSuspended()) revert IAccounts.AccountIsSuspended(financier);
    }

    function _wordOf(uint256 claim) internal view returns (Claim word) {
        if (claim >> 128 == 0) word = Claim.wrap(ledger.claimWords(uint64(claim >> 64), uint64(claim), 1)[0]);
        if (word.owner() == address(0)) revert IERC721Errors.ERC721NonexistentToken(claim);
    }

    function _revoke(bytes32 digest, address financier) private {
        if (msg.sender != financier) revert NotTheFinancier(financier, msg.sender);
        _end(digest);
        emit QuoteRevoked(digest, msg.sender);
    }

    function _end(bytes32 digest) private {
        if (quoteEnded[digest]) revert QuoteEnded(digest);
        quoteEnded[digest] = true;
    }

    function _digest(SaleQuote memory quote) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(SALE_TYPE, quote)));
    }

    function _loanDigest(LoanQuote memory quote) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(LOAN_TYPE, quote)));
    }
}
