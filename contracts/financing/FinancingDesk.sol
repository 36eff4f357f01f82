// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Claim} from "../claims/ClaimWord.sol";
import {IDesk} from "../claims/IDesk.sol";
import {IIssuance, ReceivableStatus, ReceivableTerms} from "../claims/IIssuance.sol";
import {IReceivableLedger} from "../claims/IReceivableLedger.sol";
import {Account, AccountRole} from "../registry/AccountWord.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {IAccounts} from "../registry/IAccounts.sol";
import {DayCount} from "../registry/IProgrammeRegistry.sol";
import {BankDiscount} from "./BankDiscount.sol";
import {IFinancingDesk, SaleQuote} from "./IFinancingDesk.sol";

/// @title Sales of claims to financiers, against e-CNY.
contract FinancingDesk is IFinancingDesk, EIP712 {
    bytes32 private constant QUOTE_TYPE = keccak256(
        "SaleQuote(address financier,uint256 claim,uint256 epoch,uint64 value,uint64 proceeds,uint32 ratePpm,uint8 dayCount,uint32 valueDay,uint64 expiry,bytes32 salt)"
    );

    IERC20 public immutable money;
    IReceivableLedger public immutable ledger;
    IIssuance public immutable issuance;

    /// @inheritdoc IFinancingDesk
    mapping(bytes32 quote => bool) public quoteEnded;
    /// @inheritdoc IFinancingDesk
    mapping(address financier => mapping(uint256 claim => mapping(uint256 epoch => bytes32))) public lienReceipt;
    mapping(bytes32 receipt => uint256 claim) private _claimOfReceipt;

    constructor(IERC20 money_, IReceivableLedger ledger_, IIssuance issuance_)
        EIP712("Tallystick financing desk", "1")
    {
        money = money_;
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
        if (msg.sender != quote.financier) revert NotTheFinancier(quote.financier, msg.sender);
        bytes32 digest = digestOf(quote);
        _end(digest);
        emit QuoteRevoked(digest, msg.sender);
    }

    /// @notice `terms` is the ABI encoding of the quote and its signature.
    /// @inheritdoc IDesk
    function onSale(address seller, uint256 claim, uint256 epoch, uint64 value, bytes calldata terms)
        external
        returns (address buyer)
    {
        if (msg.sender != address(ledger)) revert NotTheLedger(msg.sender);
        (SaleQuote memory quote, bytes memory signature) = abi.decode(terms, (SaleQuote, bytes));
        if (quote.claim != claim || quote.epoch != epoch || quote.value != value) {
            revert QuoteOfAnotherClaim(quote.claim, quote.epoch, quote.value);
        }
        bytes32 digest = _digest(quote);
        _end(digest);
        _requireInTime(quote);
        _requireFinancier(quote.financier);
        _requirePrice(quote);
        if (lienReceipt[quote.financier][claim][epoch] == 0) revert LienReceiptMissing(quote.financier, claim);
        if (!SignatureChecker.isValidSignatureNow(quote.financier, digest, signature)) {
            revert QuoteNotSigned(digest, quote.financier);
        }
        emit ClaimSold(
            digest,
            claim,
            quote.financier,
            seller,
            value,
            quote.proceeds,
            quote.ratePpm,
            quote.dayCount
        );
        // The money is this deployment's own and reverts where it does not pay.
        money.transferFrom(quote.financier, seller, quote.proceeds);
        return quote.financier;
    }

    /// @inheritdoc IFinancingDesk
    function digestOf(SaleQuote calldata quote) public view returns (bytes32) {
        return _digest(quote);
    }

    function _digest(SaleQuote memory quote) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(QUOTE_TYPE, quote)));
    }

    function _end(bytes32 digest) private {
        if (quoteEnded[digest]) revert QuoteEnded(digest);
        quoteEnded[digest] = true;
    }

    function _requireInTime(SaleQuote memory quote) private view {
        if (block.timestamp >= quote.expiry) revert QuoteExpired(quote.expiry, block.timestamp);
        uint32 today = CalendarDay.dayOf(block.timestamp);
        if (quote.valueDay != today) revert QuoteOfAnotherDay(quote.valueDay, today);
    }

    function _requireFinancier(address financier) private view {
        Account account = Account.wrap(ledger.accountWord(financier));
        if (!account.isOpen() || !account.hasRole(AccountRole.FINANCIER)) revert NotAFinancier(financier);
        if (account.isSuspended()) revert IAccounts.AccountIsSuspended(financier);
    }

    /// @dev What is financed is not due yet, so nothing has accrued and no price is above the face.
    function _requirePrice(SaleQuote memory quote) private view {
        uint64 receivable = uint64(quote.claim >> 64);
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        if (terms.status != ReceivableStatus.Active && terms.status != ReceivableStatus.PartFunded) {
            revert IIssuance.ReceivableNotActive(receivable);
        }
        if (quote.valueDay > terms.dueDay) revert QuoteOfAnotherDay(quote.valueDay, terms.dueDay);
        if (quote.proceeds > quote.value) revert PriceAboveFace(quote.value, quote.proceeds);
        uint256 discount =
            BankDiscount.discount(quote.value, quote.ratePpm, terms.dueDay - quote.valueDay, quote.dayCount);
        uint256 expected = discount < quote.value ? quote.value - discount : 0;
        if (quote.proceeds != expected || expected == 0) revert QuotePriceWrong(quote.proceeds, expected);
    }

    function _wordOf(uint256 claim) private view returns (Claim word) {
        if (claim >> 128 == 0) word = Claim.wrap(ledger.claimWords(uint64(claim >> 64), uint64(claim), 1)[0]);
        if (word.owner() == address(0)) revert IERC721Errors.ERC721NonexistentToken(claim);
    }
}
