"""Whole claims by the standard's own functions: who may hand them over, and what a contract that gets them is asked."""

from typing import Any

import pytest
from eth_abi.abi import decode
from eth_utils.address import to_checksum_address

from tallystick.chain.interface import interface
from tests.api.contract_wallets import ContractParty, open_contract_party
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade, hand_over, split
from tests.contracts.test_receivers import REFUSES, TAKES, Manner

MESSAGE = b"PO-4711"


@pytest.fixture
def trade(any_ledger: RunningLedger) -> Trade:
    return Trade.opened(any_ledger)


def _safely(to: Firm | ContractParty, *claims: str, message: bytes | None = None) -> dict[str, Any]:
    said = {} if message is None else {"message": "0x" + message.hex()}
    return {"to": to.party, "claims": list(claims), "safely": True} | said


def _holder(viewer: Firm, claim: str) -> str:
    """As the debtor sees it."""
    holder: str = viewer.read(f"/v1/claims/{claim}")["holder"]["id"]
    return holder


def _address(ledger: RunningLedger, firm: Firm) -> str:
    address: str = ledger.operator.read(f"/v1/parties/{firm.party}")["address"]
    return address


def _number(claim: str) -> int:
    receivable, serial = (int(part) for part in claim.split("-"))
    return receivable << 64 | serial


def _question(asked: ContractParty) -> tuple[str, str, int, bytes]:
    """Who moved it, whose it was, which claim, and the message, as the contract was told last."""
    operator, holder, claim, message = decode(
        ["address", "address", "uint256", "bytes"], asked.ask("question()")
    )
    return to_checksum_address(operator), to_checksum_address(holder), claim, message


# Contracts that are asked


@pytest.mark.parametrize(
    "message", [None, b"", MESSAGE, b"\0" * 1_024], ids=["none", "empty", "short", "longest"]
)
def test_a_contract_takes_the_claim_and_reads_the_message(trade: Trade, message: bytes | None) -> None:
    claim, contract = trade.claim(1_000), open_contract_party(trade.ledger, Manner.ACCEPTS)
    done = trade.supplier.command("/v1/transfers", _safely(contract, claim, message=message))
    assert done["moved"] == [{"from_claim": claim, "to_claim": claim, "value": 1_000, "currency": "CNY"}]
    assert done["recipient"]["id"] == contract.party == _holder(trade.debtor, claim)
    supplier = _address(trade.ledger, trade.supplier)
    assert _question(contract) == (supplier, supplier, _number(claim), message or b"")
    assert contract.ask("asker()") == to_checksum_address(trade.ledger.backend.contracts.ledger).lower()
    assert trade.ledger.host.read("/v1/verification")["verdict"] == "equal"


def test_a_contract_is_asked_for_each_of_several_claims(trade: Trade) -> None:
    claims, contract = (
        split(trade.supplier, trade.claim(1_000), [300, 300, 400]),
        open_contract_party(trade.ledger, Manner.ACCEPTS),
    )
    done = trade.supplier.command("/v1/transfers", _safely(contract, *claims, message=MESSAGE))
    assert [moved["to_claim"] for moved in done["moved"]] == claims
    assert contract.times_asked == 3
    assert _question(contract)[2:] == (_number(claims[-1]), MESSAGE)
    assert {_holder(trade.debtor, claim) for claim in claims} == {contract.party}


@pytest.mark.parametrize("manner", REFUSES, ids=lambda manner: manner.name)
def test_a_contract_that_refuses_gets_nothing_unless_it_is_not_asked(
    sqlite_ledger: RunningLedger, manner: Manner
) -> None:
    trade, contract = Trade.opened(sqlite_ledger), open_contract_party(sqlite_ledger, manner)
    claims = split(trade.supplier, trade.claim(1_000), [300, 300, 400])
    for named in (claims[:1], claims):
        for message in (None, MESSAGE):
            for query in ({"dry_run": "true"}, {}):
                body = _safely(contract, *named, message=message)
                told = trade.supplier.refused("/v1/transfers", body, **query)
                assert (told["status"], told["code"]) == (422, "invalid_recipient")
                assert told["values"] == {"receiver": to_checksum_address(contract.address)}
    assert {_holder(trade.debtor, claim) for claim in claims} == {trade.supplier.party}
    for named in (claims[:1], claims[1:]):
        trade.supplier.command("/v1/transfers", {"to": contract.party, "claims": named})
    assert {_holder(trade.debtor, claim) for claim in claims} == {contract.party}
    assert contract.times_asked == 0


@pytest.mark.parametrize("manner", TAKES, ids=lambda manner: manner.name)
def test_the_gas_that_is_given_suffices_for_what_a_contract_does_with_its_claims(
    sqlite_ledger: RunningLedger, manner: Manner
) -> None:
    """It keeps the whole message each time; the last of many claims is asked about with as much gas as the first."""
    trade, contract = Trade.opened(sqlite_ledger), open_contract_party(sqlite_ledger, manner)
    claims = split(trade.supplier, trade.claim(1_000), [20] * 50)
    message = bytes(range(256)) * 4
    done = trade.supplier.command("/v1/transfers", _safely(contract, *claims, message=message))
    assert len(done["moved"]) == contract.times_asked == 50
    assert _question(contract)[3] == message


def test_a_contract_may_pass_on_what_it_is_given_at_once(trade: Trade) -> None:
    claim, further = trade.claim(1_000), trade.ledger.open_party()
    contract = open_contract_party(trade.ledger, Manner.CALLS_BACK)
    passing = interface("ReceivableLedger").encode(
        "transferFrom(address,address,uint256)",
        contract.address,
        _address(trade.ledger, further),
        _number(claim),
    )
    contract.tell("callBackWith(address,bytes)", trade.ledger.backend.contracts.ledger, passing)
    trade.supplier.command("/v1/transfers", _safely(contract, claim))
    assert contract.ask("calledBackWell()")
    assert _holder(trade.debtor, claim) == further.party
    assert trade.ledger.host.read("/v1/verification")["verdict"] == "equal"


def test_people_are_handed_claims_safely_without_being_asked(trade: Trade) -> None:
    first, *others = split(trade.supplier, trade.claim(1_000), [300, 300, 400])
    taker = trade.ledger.open_party()
    trade.supplier.command("/v1/transfers", _safely(taker, first))
    trade.supplier.command("/v1/transfers", _safely(taker, *others, message=MESSAGE))
    assert sorted(claim["face"] for claim in taker.claims()) == [300, 300, 400]


def test_as_many_claims_as_one_command_takes_are_handed_over_safely(sqlite_ledger: RunningLedger) -> None:
    trade, taker = Trade.opened(sqlite_ledger), sqlite_ledger.open_party()
    path = f"/v1/claims/{trade.claim(500)}/splits"
    claims = [part["id"] for part in trade.supplier.command(path, {"count": 500, "value": 1})["claims"]]
    trade.supplier.command("/v1/transfers", _safely(taker, *claims))
    assert len(taker.claims()) == 500


# Who may


def test_a_delegate_hands_over_what_its_holders_have(trade: Trade) -> None:
    """One claim, several of two holders, and safely: each goes from its own holder."""
    delegate, taker = trade.ledger.open_party(), trade.ledger.open_party()
    contract = open_contract_party(trade.ledger, Manner.ACCEPTS)
    other = trade.ledger.open_party()
    claims = split(trade.supplier, trade.claim(1_000), [100] * 10)
    hand_over(trade.supplier, other, claims[5:9])
    for holder in (trade.supplier, other):
        holder.command("/v1/delegates", {"to": delegate.party, "approved": True})
    for named in (claims[:1], claims[5:6], [claims[1], claims[6]]):
        delegate.command("/v1/transfers", {"to": taker.party, "claims": named})
        assert {_holder(trade.debtor, claim) for claim in named} == {taker.party}
    for named in (claims[2:3], claims[7:8], [claims[3], claims[8]]):
        delegate.command("/v1/transfers", _safely(contract, *named, message=MESSAGE))
        assert {_holder(trade.debtor, claim) for claim in named} == {contract.party}
    told = (_address(trade.ledger, delegate), _address(trade.ledger, other), _number(claims[8]), MESSAGE)
    assert _question(contract) == told
    # What is neither its own nor of somebody who has appointed it is refused, with all that was named beside it.
    trade.supplier.command("/v1/delegates", {"to": delegate.party, "approved": False})
    for extra in ({}, {"safely": True}):
        for named in (claims[4:5], [claims[4], claims[9]]):
            body = {"to": taker.party, "claims": named} | extra
            assert delegate.refused("/v1/transfers", body)["code"] == "not_your_claim"
    assert {_holder(trade.debtor, claim) for claim in (claims[4], claims[9])} == {trade.supplier.party}


def test_a_stranger_cannot_tell_by_handing_over_which_claims_there_are(trade: Trade) -> None:
    claim, nowhere = trade.claim(1_000), "987654-3"
    stranger = trade.ledger.open_party()
    for to in (trade.ledger.open_party(), trade.debtor, trade.supplier):
        for extra in ({}, {"safely": True}, {"safely": True, "message": "0x00"}):
            answers = []
            for named in (claim, nowhere):
                response = stranger.post("/v1/transfers", {"to": to.party, "claims": [named]} | extra)
                answers.append((response.status_code, response.text.replace(nowhere, claim)))
            assert answers[0] == answers[1]
            assert "not_your_claim" in answers[0][1]


def test_safely_or_not_a_claim_is_passed_on_once(trade: Trade) -> None:
    first, second = split(trade.supplier, trade.claim(1_000), [400, 600])
    taker = trade.ledger.open_party()
    trade.supplier.command("/v1/transfers", _safely(taker, first))
    for extra in ({}, {"safely": True}):
        for named in ([first], [second, first]):
            body = {"to": taker.party, "claims": named} | extra
            assert trade.supplier.refused("/v1/transfers", body)["code"] == "claim_already_passed_on"
    assert _holder(trade.debtor, second) == trade.supplier.party
