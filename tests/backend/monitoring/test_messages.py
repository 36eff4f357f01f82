"""A payment as ISO 20022 messages: every field that matters, exact amounts, and names that could break XML."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from lxml import etree
from pyiso20022.pacs.pacs_008_001_08 import pacs_008_001_08 as pacs
from xsdata.formats.dataclass.parsers import XmlParser

from tallystick.money.exchange import Direction, Rate
from tallystick.monitoring.iso20022.camt054 import camt054
from tallystick.monitoring.iso20022.pacs008 import pacs008
from tallystick.monitoring.iso20022.payment import Payment, Side, currency_amount, exchange_rate
from tallystick.monitoring.iso20022.writing import NAMESPACE, NotValid, written
from tallystick.monitoring.service import LEFT_OUT, _messages
from tallystick.refusal import Refusal

DEBTOR = Side("长风汽车", "91310000MA1FL0AA01", 156, b"\1" * 20, b"\x08" * 20, "江南银行")
CREDITOR = Side("Lim Parts", "91310000MA1FL0AA02", 702, b"\2" * 20, b"\x09" * 20, "浦江银行")
PAYMENT = Payment(
    ledger=b"\xab" * 32,
    transaction=b"\xcd" * 32,
    movement="71-13",
    log_index=13,
    at=1_796_054_400,
    debtor=DEBTOR,
    creditor=CREDITOR,
    receivable=7,
    claim="7-31",
    currency="USD",
    amount=1_001,
    money=7_131,
    rate=Rate(14_038_238, 8, Direction.UNITS_PER_CNY),
    rate_round="18446744073709562300",
    rate_at=1_795_990_000,
    purpose=121_010,
)
"""At 2026-11-30 16:00 in UTC, when 2026-12-01 begins in Shanghai."""


class Told:
    """What a message says, by the path of its elements."""

    def __init__(self, message: str, content: bytes) -> None:
        self._names = {"m": NAMESPACE + message}
        self._root = etree.fromstring(content)

    def all(self, path: str) -> list[str]:
        steps = "/".join(f"m:{step}" for step in path.split("/"))
        return [element.text for element in self._root.findall(f".//{steps}", self._names)]

    def __call__(self, path: str) -> str:
        (only,) = self.all(path)
        return only

    def currency(self, path: str) -> str:
        steps = "/".join(f"m:{step}" for step in path.split("/"))
        (only,) = self._root.findall(f".//{steps}", self._names)
        return str(only.get("Ccy"))


def _transfer(payment: Payment) -> Told:
    return Told("pacs.008.001.08", pacs008(payment))


def _notification(payment: Payment) -> Told:
    return Told("camt.054.001.08", camt054(payment))


def test_a_credit_transfer_tells_the_payment() -> None:
    told = _transfer(PAYMENT)
    assert (told("GrpHdr/MsgId"), told("GrpHdr/NbOfTxs")) == ("Pabababab-71-13", "1")
    assert told("GrpHdr/CreDtTm") == "2026-12-01T00:00:00+08:00"
    assert (told("SttlmInf/SttlmMtd"), told("SttlmInf/ClrSys/Prtry")) == ("CLRG", "e-CNY")
    assert (told("PmtId/EndToEndId"), told("PmtId/TxId")) == ("7-31", "71-13")
    assert UUID(told("PmtId/UETR")).version == 4
    assert (told("IntrBkSttlmAmt"), told.currency("IntrBkSttlmAmt")) == ("71.31", "CNY")
    assert told("IntrBkSttlmDt") == "2026-12-01"
    assert (told("InstdAmt"), told.currency("InstdAmt")) == ("10.01", "USD")
    assert told("XchgRate") == "7.1234010992"
    assert (told("Purp/Prtry"), told("RgltryRptg/Dtls/Cd")) == ("121010", "121010")
    assert told("RgltryRptg/Dtls/Ctry") == "SG"
    assert told.all("RmtInf/Ustrd") == [
        "Receivable 7, claim 7-31",
        "Fixing 0.14038238 USD per CNY, round 18446744073709562300 of 2026-11-29T22:06:40Z",
    ]


@pytest.mark.parametrize(
    ("side", "name", "country", "wallet", "bank"),
    [
        ("Dbtr", "长风汽车", "CN", "AEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIB", "江南银行"),
        ("Cdtr", "Lim Parts", "SG", "AIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQC", "浦江银行"),
    ],
)
def test_a_credit_transfer_names_both_sides(
    side: str, name: str, country: str, wallet: str, bank: str
) -> None:
    told, who = _transfer(PAYMENT), DEBTOR if side == "Dbtr" else CREDITOR
    assert (told(f"{side}/Nm"), told(f"{side}/PstlAdr/Ctry"), told(f"{side}/CtryOfRes")) == (
        name,
        country,
        country,
    )
    assert (told(f"{side}/Id/OrgId/Othr/Id"), told(f"{side}/Id/OrgId/Othr/SchmeNm/Cd")) == (
        who.tax_number,
        "TXID",
    )
    account = f"{side}Acct"
    assert (told(f"{account}/Id/Othr/Id"), told(f"{account}/Id/Othr/SchmeNm/Prtry")) == (
        wallet,
        "EVM-ADDRESS-BASE32",
    )
    assert told(f"{account}/Prxy/Id").lower() == "0x" + who.wallet.hex()
    assert told(f"{side}Agt/FinInstnId/Nm") == bank


def test_a_notification_tells_who_was_paid_of_the_same_payment() -> None:
    told, transfer = _notification(PAYMENT), _transfer(PAYMENT)
    assert told("GrpHdr/MsgId") != transfer("GrpHdr/MsgId")
    assert told("Refs/MsgId") == transfer("GrpHdr/MsgId")
    for reference in ("EndToEndId", "UETR", "TxId"):
        assert told(f"Refs/{reference}") == transfer(f"PmtId/{reference}")
    assert (told("Ntry/Amt"), told.currency("Ntry/Amt")) == ("71.31", "CNY")
    assert (told("Ntry/CdtDbtInd"), told("Ntry/Sts/Cd")) == ("CRDT", "BOOK")
    assert (told("InstdAmt/Amt"), told.currency("InstdAmt/Amt")) == ("10.01", "USD")
    assert (told("CcyXchg/SrcCcy"), told("CcyXchg/TrgtCcy"), told("CcyXchg/XchgRate")) == (
        "USD",
        "CNY",
        "7.1234010992",
    )
    assert told("Acct/Ownr/Nm") == "Lim Parts"
    assert told("Acct/Id/Othr/Id") == transfer("CdtrAcct/Id/Othr/Id")
    assert told("RltdPties/Dbtr/Pty/Nm") == "长风汽车"
    assert told("Purp/Prtry") == "121010"


def test_names_survive_xml_on_one_line() -> None:
    """What XML cannot hold is told as U+FFFD."""
    odd = replace(CREDITOR, name='=1+1 <b>危险\n</b> & "Co" ]]>\x00', bank_name="<银行>\r\n")
    shown = '=1+1 <b>危险 </b> & "Co" ]]>\ufffd'
    told = _transfer(replace(PAYMENT, creditor=odd))
    assert (told("Cdtr/Nm"), told("CdtrAgt/FinInstnId/Nm")) == (shown, "<银行>")
    assert _notification(replace(PAYMENT, creditor=odd))("Acct/Ownr/Nm") == shown


def test_a_name_is_cut_to_what_a_message_has_room_for() -> None:
    assert _transfer(replace(PAYMENT, debtor=replace(DEBTOR, name="长" * 200)))("Dbtr/Nm") == "长" * 140


def test_a_wallet_that_nobody_knows_is_told_all_the_same() -> None:
    unknown = Side("0x0202020202020202020202020202020202020202", None, None, b"\2" * 20, None, None)
    for told in (
        _transfer(replace(PAYMENT, creditor=unknown)),
        _notification(replace(PAYMENT, creditor=unknown)),
    ):
        assert told.all("Cdtr/CtryOfRes") == []
        assert "NOTPROVIDED" in told.all("CdtrAgt/FinInstnId/Othr/Id")


@pytest.mark.parametrize(("fen", "shown"), [(1, "0.01"), (100, "1.00"), (2**53 - 1, "90071992547409.91")])
def test_amounts_are_exact_with_two_decimals(fen: int, shown: str) -> None:
    assert _transfer(replace(PAYMENT, money=fen))("IntrBkSttlmAmt") == shown
    assert currency_amount(fen) == Decimal(shown)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (Rate(71_234, 4, Direction.CNY_PER_UNIT), "7.1234"),
        (Rate(14_038_238, 8, Direction.UNITS_PER_CNY), "7.1234010992"),
        (Rate(3, 0, Direction.UNITS_PER_CNY), "0.3333333333"),
        (Rate(123_456_789_012, 8, Direction.CNY_PER_UNIT), "1234.5678901"),
        (Rate(99_999_999_999_999, 13, Direction.CNY_PER_UNIT), "10"),
    ],
)
def test_a_rate_has_the_digits_that_a_message_has_room_for(rate: Rate, shown: str) -> None:
    assert exchange_rate(rate) == Decimal(shown)
    assert Decimal(_transfer(replace(PAYMENT, rate=rate))("XchgRate")) == Decimal(shown)


@pytest.mark.parametrize(
    "rate",
    [
        Rate(123_456_789_012, 0, Direction.CNY_PER_UNIT),
        Rate(999_999_999_996, 1, Direction.CNY_PER_UNIT),
        Rate(10**12, 0, Direction.UNITS_PER_CNY),
        Rate(5, 11, Direction.CNY_PER_UNIT),
    ],
    ids=["twelve digits", "rounded to twelve", "nothing left", "half to even is nothing"],
)
@pytest.mark.parametrize("write", [pacs008, camt054])
def test_a_rate_that_a_message_has_no_room_for_is_said_so(write: Any, rate: Rate) -> None:
    with pytest.raises(Refusal) as refused:
        write(replace(PAYMENT, rate=rate))
    assert (refused.value.code, refused.value.status) == ("rate_not_in_messages", 422)
    assert f"At {rate.answer} with {rate.decimals} decimals" in refused.value.detail


def test_a_payment_that_no_message_can_tell_keeps_no_other_from_being_told() -> None:
    odd = replace(PAYMENT, movement="71-19", rate=Rate(10**12, 0, Direction.CNY_PER_UNIT))
    files = _messages([odd, PAYMENT])
    assert set(files) == {
        f"iso20022/pacs008-{PAYMENT.movement}.xml",
        f"iso20022/camt054-{PAYMENT.movement}.xml",
        LEFT_OUT,
    }
    assert files[LEFT_OUT].startswith(b"71-19: At 1000000000000 with 0 decimals")


def test_a_message_is_the_same_whenever_it_is_made_and_another_payments_is_not() -> None:
    assert pacs008(PAYMENT) == pacs008(replace(PAYMENT))
    other = replace(PAYMENT, movement="71-19", log_index=19)
    for path in ("GrpHdr/MsgId", "PmtId/UETR", "PmtId/TxId"):
        assert _transfer(PAYMENT)(path) != _transfer(other)(path)
    elsewhere = replace(PAYMENT, ledger=b"\xac" * 32)
    for path in ("GrpHdr/MsgId", "PmtId/UETR"):
        assert _transfer(PAYMENT)(path) != _transfer(elsewhere)(path)


def test_a_message_reads_back_as_what_it_was_made_of() -> None:
    read = XmlParser().from_bytes(pacs008(PAYMENT), pacs.Document)
    (transaction,) = read.fito_ficstmr_cdt_trf.cdt_trf_tx_inf
    assert transaction.intr_bk_sttlm_amt.value == Decimal("71.31")
    assert transaction.chrg_br is pacs.ChargeBearerType1Code.SLEV


@pytest.mark.parametrize(
    "wrong", [{"claim": "7" * 36}, {"currency": "dollars"}, {"claim": ""}, {"purpose": 10**36}]
)
@pytest.mark.parametrize("write", [pacs008, camt054])
def test_what_the_schema_does_not_allow_is_not_handed_out(write: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotValid):
        write(replace(PAYMENT, **wrong))


def test_a_message_of_another_kind_is_not_valid_by_this_schema() -> None:
    with pytest.raises(NotValid):
        written(XmlParser().from_bytes(pacs008(PAYMENT), pacs.Document), "camt.054.001.08")
