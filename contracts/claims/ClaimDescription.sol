// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {IProgrammeRegistry, Programme} from "../registry/IProgrammeRegistry.sol";
import {Claim} from "./ClaimWord.sol";
import {IClaimDescription} from "./IClaimDescription.sol";
import {IIssuance, ReceivableStatus, ReceivableTerms} from "./IIssuance.sol";
import {IReceivableLedger} from "./IReceivableLedger.sol";
import {JsonText} from "./JsonText.sol";
import {Receivable} from "./ReceivableWord.sol";
import {TallyImage} from "./TallyImage.sol";

/// @title Claims and receivables in words, as JSON after the schemas of ERC-3525 and ERC-721.
contract ClaimDescription is IClaimDescription {
    using Strings for uint256;

    string public constant name = "Tallystick claims";
    string public constant symbol = "TALLY";
    IProgrammeRegistry public immutable programmes;
    IIssuance public immutable issuance;

    constructor(IProgrammeRegistry programmes_, IIssuance issuance_) {
        programmes = programmes_;
        issuance = issuance_;
    }

    /// @inheritdoc IClaimDescription
    function contractURI(IReceivableLedger ledger) external view returns (string memory) {
        return _document(
            name,
            "Claims on receivables: a token is one holder's part of a debtor's commitment to pay, its value the face "
            "in minor units, its slot the receivable.",
            name,
            string.concat('"valueDecimals":', uint256(ledger.valueDecimals()).toString())
        );
    }

    /// @inheritdoc IClaimDescription
    function slotURI(IReceivableLedger ledger, uint256 slot) external view returns (string memory) {
        if (slot > type(uint64).max) revert IIssuance.UnknownReceivable(type(uint64).max);
        ReceivableTerms memory terms = issuance.termsOf(uint64(slot));
        string memory title = string.concat("Receivable ", slot.toString());
        return _document(
            title,
            "One debtor's commitment to pay a face amount on a due date; its tokens are parts of it and can take "
            "value from each other.",
            title,
            string.concat('"properties":[', _parties(terms), _dates(terms), _state(ledger, uint64(slot), terms), "]")
        );
    }

    /// @inheritdoc IClaimDescription
    function tokenURI(IReceivableLedger ledger, uint256 claim) external view returns (string memory) {
        if (claim > type(uint128).max) revert IERC721Errors.ERC721NonexistentToken(claim);
        uint64 receivable = uint64(claim >> 64);
        Claim word = Claim.wrap(ledger.claimWords(receivable, uint64(claim), 1)[0]);
        if (word.owner() == address(0)) revert IERC721Errors.ERC721NonexistentToken(claim);
        string memory face = uint256(word.value()).toString();
        string memory title =
            string.concat("Claim ", uint256(receivable).toString(), "-", uint256(uint64(claim)).toString());
        string memory holding = string.concat(
            '"slot":', uint256(receivable).toString(), ',"balance":', face, ',"properties":{"face":', face
        );
        string memory state = string.concat(
            ',"epoch":',
            word.epoch().toString(),
            ',"frozen":',
            JsonText.flag(word.isFrozen()),
            ',"encumbered":',
            JsonText.flag(word.isEncumbered()),
            "}"
        );
        return _document(
            title, "One holder's part of what a debtor owes; its balance is face in minor units.", title, string.concat(holding, state)
        );
    }

    function _document(string memory title, string memory description, string memory label, string memory rest)
        private
        pure
        returns (string memory)
    {
        string memory head = string.concat('{"name":"', title, '","description":"', description);
        string memory image = string.concat('","image":"', TallyImage.labelled(label), '",');
        return JsonText.dataUri("application/json", string.concat(head, image, rest, "}"));
    }

    function _parties(ReceivableTerms memory terms) private view returns (string memory) {
        Programme memory programme = programmes.programmeOf(terms.programme);
        string memory parties = string.concat(
            _text("debtor", "Who owes.", Strings.toChecksumHexString(terms.debtor)),
            _text("creditor", "Whom it was issued to.", Strings.toChecksumHexString(terms.creditor))
        );
        return string.concat(
            parties,
            _property("programme", "Under whose rules it was issued.", JsonText.quoted(programme.name)),
            ",",
            _text("currency", "ISO 4217 code of all amounts.", string(abi.encodePacked(programme.currency))),
            _amount("face", "What is owed, in minor units.", terms.face),
            ","
        );
    }

    function _dates(ReceivableTerms memory terms) private pure returns (string memory) {
        return string.concat(
            _date("issue_date", "The day of issue, in Asia/Shanghai.", terms.issueDay),
            _date("accept_date", "The last day to accept it, in Asia/Shanghai.", terms.acceptDay),
            _date("due_date", "The last day to pay, in Asia/Shanghai.", terms.dueDay)
        );
    }

    function _state(IReceivableLedger ledger, uint64 receivable, ReceivableTerms memory terms)
        private
        view
        returns (string memory)
    {
        Receivable word = Receivable.wrap(ledger.receivableWord(receivable));
        return string.concat(
            _text("status", "Where it stands.", _statusName(terms.status)),
            _amount("outstanding", "What is still owed, in minor units.", word.outstanding())
        );
    }

    function _property(string memory title, string memory description, string memory value)
        private
        pure
        returns (string memory)
    {
        return string.concat('{"name":"', title, '","description":"', description, '","value":', value, "}");
    }

    function _amount(string memory title, string memory description, uint64 amount)
        private
        pure
        returns (string memory)
    {
        return _property(title, description, uint256(amount).toString());
    }

    function _text(string memory title, string memory description, string memory value)
        private
        pure
        returns (string memory)
    {
        return string.concat(_property(title, description, JsonText.quoted(value)), ",");
    }

    function _date(string memory title, string memory description, uint32 day) private pure returns (string memory) {
        (uint256 year, uint256 month, uint256 dayOfMonth) = CalendarDay.toDate(day);
        return _text(
            title, description, string.concat(year.toString(), "-", _twoDigits(month), "-", _twoDigits(dayOfMonth))
        );
    }

    function _twoDigits(uint256 number) private pure returns (string memory) {
        return string.concat(number < 10 ? "0" : "", number.toString());
    }

    function _statusName(ReceivableStatus status) private pure returns (string memory) {
        if (status == ReceivableStatus.Offered) return "offered";
        if (status == ReceivableStatus.Active) return "active";
        if (status == ReceivableStatus.Declined) return "declined";
        if (status == ReceivableStatus.Withdrawn) return "withdrawn";
        if (status == ReceivableStatus.Lapsed) return "lapsed";
        if (status == ReceivableStatus.PartFunded) return "part funded";
        if (status == ReceivableStatus.Funded) return "funded";
        return "cancelled";
    }
}
