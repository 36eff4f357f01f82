"""What the ledger tells of itself, its receivables and claims: JSON after ERC-3525 and ERC-721, in data URIs.

The schemas: https://eips.ethereum.org/EIPS/eip-3525 ("EIP-3525 Metadata URI JSON Schema"),
https://eips.ethereum.org/EIPS/eip-721 ("ERC721 Metadata JSON Schema").
"""

import base64
import codecs
import json
from dataclasses import astuple
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.chain.interface import interface
from tests.contracts.driver.campaign import a_fifth_of_the_examples
from tests.contracts.driver.cast import CAR_MAKER, COURT, OPERATOR, STRANGER, TIER_ONE, A
from tests.contracts.driver.chain import START, day_number, moment
from tests.contracts.driver.contract import Contract
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import ProgrammeTerms
from tests.contracts.driver.stage import DUE, FACE, Stage
from tests.contracts.driver.words import receivable_of

HEADER = "data:application/json;base64,"
ORDER = keccak(text="order")
PROGRAMME_TYPES = "(bytes3,uint8,uint8,uint8,uint8,bool,bool,bool,bool,address,uint8,uint16,bytes32,{})"


def told(uri: str) -> dict[str, Any]:
    """The JSON object in a data URI; UTF-8 to the letter."""
    assert uri.startswith(HEADER)
    content = base64.b64decode(uri.removeprefix(HEADER), validate=True).decode("utf-8", errors="strict")
    document: dict[str, Any] = json.loads(content, parse_constant=pytest.fail)
    return document


def of_contract(ledger: Ledger) -> dict[str, Any]:
    return told(ledger.ask("contractURI()"))


def of_slot(ledger: Ledger, slot: int) -> dict[str, Any]:
    return told(ledger.ask("slotURI(uint256)", slot))


def of_token(ledger: Ledger, claim: int) -> dict[str, Any]:
    return told(ledger.ask("tokenURI(uint256)", claim))


def properties(document: dict[str, Any]) -> dict[str, Any]:
    return {item["name"]: item["value"] for item in document["properties"]}


@pytest.fixture
def description(stage: Stage) -> Contract:
    return Contract(stage.chain, interface("ClaimDescription"), stage.contracts.description)


def test_name_and_symbol_are_told(ledger: Ledger) -> None:
    assert (ledger.ask("name()"), ledger.ask("symbol()")) == ("Tallystick claims", "TALLY")


def test_contract_uri_has_the_fields_of_the_schema(ledger: Ledger) -> None:
    document = of_contract(ledger)
    assert set(document) == {"name", "description", "image", "valueDecimals"}
    assert document["name"] == ledger.ask("name()")
    assert document["valueDecimals"] == ledger.ask("valueDecimals()") == 2
    assert document["description"]


def test_slot_uri_has_the_fields_of_the_schema(stage: Stage, ledger: Ledger) -> None:
    document = of_slot(ledger, receivable_of(stage.claim()))
    assert set(document) == {"name", "description", "image", "properties"}
    assert document["name"] == "Receivable 1"
    for item in document["properties"]:
        assert {type(item["name"]), type(item["description"])} == {str}
        assert type(item["value"]) in {str, int}


def test_slot_uri_tells_the_receivable_s_terms(stage: Stage, ledger: Ledger) -> None:
    assert properties(of_slot(ledger, receivable_of(stage.claim()))) == {
        "debtor": to_checksum_address(CAR_MAKER.address),
        "creditor": to_checksum_address(TIER_ONE.address),
        "programme": "Car parts",
        "currency": "CNY",
        "face": FACE,
        "issue_date": START.isoformat(),
        "accept_date": DUE.isoformat(),
        "due_date": DUE.isoformat(),
        "outstanding": FACE,
        "status": "active",
    }


def offered_on(stage: Stage, invoice: bytes) -> int:
    receivable: int = stage.issuance.issue(
        CAR_MAKER, stage.programme, TIER_ONE, FACE, day_number(DUE), [(invoice, FACE)]
    ).answer
    return receivable


def test_slot_uri_of_a_cancelled_receivable_says_that_nothing_is_owed(stage: Stage, ledger: Ledger) -> None:
    invoice = stage.invoice()
    receivable = offered_on(stage, invoice)
    claim = stage.issuance.accept(TIER_ONE, receivable).answer
    stage.issuance.propose_cancellation(CAR_MAKER, receivable)
    stage.issuance.cancel(TIER_ONE, receivable, [claim], [invoice])
    told_of = properties(of_slot(ledger, receivable))
    assert (told_of["status"], told_of["outstanding"], told_of["face"]) == ("cancelled", 0, FACE)


def test_the_description_tells_what_became_of_an_offer(
    stage: Stage, ledger: Ledger, description: Contract
) -> None:
    documents = [stage.invoice() for _ in range(4)]
    offers = [offered_on(stage, document) for document in documents]
    stage.issuance.decline(TIER_ONE, offers[1], [documents[1]])
    stage.issuance.withdraw(CAR_MAKER, offers[2], [documents[2]])
    stage.chain.go_to(moment(DUE + timedelta(days=1)))
    stage.issuance.lapse(STRANGER, offers[3], [documents[3]])
    uris = [description.ask("slotURI(address,uint256)", ledger, number) for number in offers]
    statuses = [properties(told(uri))["status"] for uri in uris]
    assert statuses == ["offered", "declined", "withdrawn", "lapsed"]


def test_token_uri_has_the_fields_of_both_schemas(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    document = of_token(ledger, claim)
    assert set(document) == {"name", "description", "image", "slot", "balance", "properties"}
    assert document["name"] == "Claim 1-1"
    assert document["slot"] == ledger.slot_of(claim)
    assert document["balance"] == ledger.value_of(claim) == FACE
    assert document["properties"] == {"face": FACE, "epoch": 0, "frozen": False, "encumbered": False}


def test_token_uri_follows_what_happens_to_the_claim(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    part = ledger.transfer_value(TIER_ONE, claim, A, 300).answer
    assert of_token(ledger, claim)["balance"] == FACE - 300
    ledger.transfer_claim(A, A, TIER_ONE, part)
    ledger.encumber(TIER_ONE, part, A)
    ledger.freeze(COURT, [part], ORDER)
    assert of_token(ledger, part)["name"] == "Claim 1-2"
    assert of_token(ledger, part)["properties"] == {
        "face": 300,
        "epoch": 1,
        "frozen": True,
        "encumbered": True,
    }


def test_every_image_is_a_picture(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    for document in (of_contract(ledger), of_slot(ledger, 1), of_token(ledger, claim)):
        header, _, content = document["image"].partition(",")
        assert header == "data:image/svg+xml;base64"
        picture = ET.fromstring(base64.b64decode(content, validate=True))
        assert picture.tag == "{http://www.w3.org/2000/svg}svg"
        assert "".join(picture.itertext()) == document["name"]


def one_replacement_a_byte(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "\ufffd" * (error.end - error.start), error.end


codecs.register_error("one replacement a byte", one_replacement_a_byte)


def open_programme_called(stage: Stage, name: bytes) -> int:
    """Whatever bytes the name holds: to the chain a `string` is no more than that."""
    book = stage.programmes
    terms = [*astuple(ProgrammeTerms())[:-1], name]
    selector = keccak(text="openProgramme" + f"({PROGRAMME_TYPES.format('string')})")[:4]
    data = selector + encode([PROGRAMME_TYPES.format("bytes")], [terms])
    assert stage.chain.send(OPERATOR, book.address, data).succeeded
    return book.count()


def pieces() -> st.SearchStrategy[bytes]:
    hostile = [b'"', b"\\", b'","status":"paid"}', b"\x00", b"\x1f", b"\x7f", b"\xc0\x80", b"\xed\xa0\x80"]
    more = [
        b"\xf4\x90\x80\x80",
        b"\xe2\x82",
        b"\xf0\x9f\x92",
        b"\xef\xbf\xbd",
        b"</script>",
        "应收账款".encode(),
    ]
    return st.one_of(
        st.sampled_from(hostile + more), st.binary(max_size=6), st.text(max_size=6).map(str.encode)
    )


@a_fifth_of_the_examples
@given(parts=st.lists(pieces(), min_size=1, max_size=12))
@example(parts=[bytes(range(0x80))])
@example(parts=[bytes(range(0x80, 0x100))])
@example(parts=[bytes([lead, second]) for lead in (0xE0, 0xED, 0xF0, 0xF4) for second in range(0x7F, 0xC1)])
@example(
    parts=[chr(point).encode() for point in (0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF)]
)
def test_a_slot_uri_is_json_whatever_bytes_the_programme_s_name_holds(
    deployment: Stage, parts: list[bytes]
) -> None:
    deployment.reset()
    name = b"".join(parts) or b" "
    claim = deployment.claim(programme=open_programme_called(deployment, name))
    told_of = properties(of_slot(deployment.ledger, receivable_of(claim)))
    assert told_of["programme"] == name.decode("utf-8", errors="one replacement a byte")
    assert told_of["status"] == "active"


@pytest.mark.parametrize("claim", [0, 1, 1 << 64, 1 << 64 | 2, 1 << 128 | 1 << 64 | 1, 2**256 - 1])
def test_the_uri_of_a_claim_that_does_not_exist_is_refused(
    stage: Stage, ledger: Ledger, description: Contract, claim: int
) -> None:
    stage.claim()
    with refused("ERC721NonexistentToken", tokenId=claim):
        ledger.ask("tokenURI(uint256)", claim)
    with refused("ERC721NonexistentToken", tokenId=claim):
        description.ask("tokenURI(address,uint256)", ledger, claim)


def test_the_uri_of_a_claim_that_was_merged_away_is_refused(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    part = ledger.split(TIER_ONE, claim, [1, FACE - 1]).answer
    ledger.merge(TIER_ONE, [part], claim)
    with refused("ERC721NonexistentToken"):
        ledger.ask("tokenURI(uint256)", part)


@pytest.mark.parametrize("slot", [0, 2, 3, 2**64, 2**64 + 1, 2**256 - 1])
def test_the_uri_of_a_receivable_that_was_not_minted_is_refused(
    stage: Stage, ledger: Ledger, slot: int
) -> None:
    """The second one is offered and not accepted: no claim has its number as its slot."""
    stage.claim()
    assert stage.offer() == 2
    with refused("ReceivableNotMinted"):
        ledger.ask("slotURI(uint256)", slot)


@pytest.mark.parametrize("slot", [0, 2, 2**64 + 1, 2**256 - 1])
def test_the_description_knows_no_receivable_that_was_never_offered(
    stage: Stage, ledger: Ledger, description: Contract, slot: int
) -> None:
    stage.claim()
    with refused("UnknownReceivable"):
        description.ask("slotURI(address,uint256)", ledger, slot)
