"""What the cross-border policy stopped is listed for the supervisor, and for nobody else."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec
import polars as pl
import pytest
from sqlalchemy import func, select

from tallystick.monitoring.attempts import StoppedAttempt, StoppedAttempts
from tallystick.receivables.identifiers import parse_claim
from tallystick.receivables.moving_commands import TransferValue
from tallystick.refusal import Conflict, Refusal, Unavailable
from tallystick.sending.command import Command, Requester
from tallystick.sending.outbox import Outbox
from tests.api.border_trade import CAP, GOODS, VIETNAM, BorderTrade
from tests.api.own_wallet import OwnWallet, signed
from tests.api.running_ledger import Caller, Firm, RunningLedger, problem
from tests.api.trade import pass_value, split

HALF_AND_A_CENT = CAP // 2 + 1
ODD_NAME = "=1+1 <b>越南</b>"


@dataclass(frozen=True)
class Stage:
    """A claim of three caps, somebody admitted to pass it on to, and whoever watches."""

    border: BorderTrade
    taker: Firm
    supervisor: Firm
    claim: str

    @property
    def ledger(self) -> RunningLedger:
        return self.border.ledger

    @property
    def supplier(self) -> Firm:
        return self.border.trade.supplier

    def attempt(self, value: int, key: str | None = None, to: Firm | None = None, **query: Any) -> Any:
        """The problem document of a transfer by the supplier."""
        body = {"to": (to or self.taker).party, "value": value}
        return problem(self.supplier.post(f"/v1/claims/{self.claim}/transfers", body, key, **query))

    def told(self, who: Caller | None = None) -> Any:
        """What was stopped, as the supervisor is told unless somebody else is named."""
        asking = who or self.supervisor
        (programme,) = asking.read("/v1/monitoring", programme=self.border.trade.programme)["programmes"]
        return programme["attempts"]

    def rules(self) -> list[tuple[str, int | None]]:
        return [(one["rule"], one["amount"]) for one in self.told()]

    def transfer(self, value: int) -> tuple[TransferValue, Requester]:
        """The same as a command, under a key of its own, and a requester to ask for it."""
        addresses = self.ledger.backend.parties
        command = TransferValue(
            holder=addresses.address(self.supplier.party),
            claim=parse_claim(self.claim),
            to=addresses.address(self.taker.party),
            value=value,
        )
        key = str(uuid4())
        return command, Requester(self.supplier.party, key, key.encode()[:32])

    def files(self, who: Firm) -> dict[str, bytes]:
        answer = who.get("/v1/monitoring/report", programme=self.border.trade.programme, format="zip")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def stage(any_ledger: RunningLedger) -> Stage:
    border = BorderTrade.opened(any_ledger)
    taker = any_ledger.open_party(name=ODD_NAME)
    border.admit(taker, "Nguyen", VIETNAM)
    return Stage(border, taker, any_ledger.open_party("supervisor"), border.claim(3 * CAP))


def test_structuring_is_listed_with_its_rule_and_amount(stage: Stage) -> None:
    assert stage.told() == []
    over = stage.attempt(CAP + 1)
    pass_value(stage.supplier, stage.taker, stage.claim, HALF_AND_A_CENT)
    again = stage.attempt(HALF_AND_A_CENT)
    assert stage.rules() == [
        ("transaction_cap_exceeded", CAP + 1),
        ("window_cap_exceeded", HALF_AND_A_CENT),
    ]
    first, second = stage.told()
    assert [first["detail"], second["detail"]] == [over["detail"], again["detail"]]
    assert {one["party"]["id"] for one in (first, second)} == {stage.supplier.party}
    assert {one["party"]["name"] for one in (first, second)} == {stage.supplier.name}
    assert {one["command"] for one in (first, second)} == {"transfer_value"}
    assert {one["further"] for one in (first, second)} == {0}
    told = stage.supervisor.read("/v1/monitoring")
    assert 0 < first["block"] <= second["block"] <= told["block"]
    assert first["at"] <= second["at"] <= told["as_of"]


def test_every_rule_of_the_policy_finds_its_programme(stage: Stage) -> None:
    """A wallet and a country are refused without the programme: it is that of what was to move."""
    border, ledger, supplier = stage.border, stage.ledger, stage.supplier
    stranger = ledger.open_party()
    stage.attempt(1, to=stranger)
    one, two = split(supplier, border.claim(10), [5, 5])
    supplier.refused("/v1/transfers", {"to": stranger.party, "claims": [one, two]})
    supplier.refused("/v1/transfers/batch", {"moves": [{"claim": one, "to": stranger.party}]})
    border.admit(stranger, "Hansen", "578")
    stage.attempt(1, to=stranger)
    number = border.offered(700)
    supplier.refused(f"/v1/receivables/{number}/acceptance")
    border.trade.debtor.refused(f"/v1/receivables/{number}/purpose", {"purpose": GOODS + 1})
    authority = ledger.open_authority()
    authority.command(border.path("stop"), {"order": "(2026) 跨 1"})
    stage.attempt(1)
    assert [one["rule"] for one in stage.told()] == [
        *["wallet_not_admitted"] * 3,
        "country_not_listed",
        "purpose_not_declared",
        "purpose_not_allowed",
        "programme_suspended",
    ]
    assert [one["command"] for one in stage.told()][:3] == [
        "transfer_value",
        "transfer_claims",
        "transfer_batch",
    ]
    assert {one["amount"] for one in stage.told()} == {None}
    assert stage.told()[5]["party"]["id"] == border.trade.debtor.party


def test_a_refusal_of_another_kind_is_none(stage: Stage) -> None:
    assert stage.attempt(3 * CAP + 1)["code"] not in {"transaction_cap_exceeded", "window_cap_exceeded"}
    assert stage.told() == []


def test_what_was_stopped_under_one_programme_is_not_told_under_another(stage: Stage) -> None:
    other = BorderTrade.opened(stage.ledger)
    stage.attempt(CAP + 1)
    (programme,) = stage.supervisor.read("/v1/monitoring", programme=other.trade.programme)["programmes"]
    assert programme["attempts"] == []
    assert len(stage.told()) == 1


def test_a_dry_run_is_not_an_attempt(stage: Stage) -> None:
    assert stage.attempt(CAP + 1, dry_run="true")["code"] == "transaction_cap_exceeded"
    assert stage.told() == []


def test_a_repeated_request_is_one_attempt_and_another_under_its_key_is_another(stage: Stage) -> None:
    key = str(uuid4())
    assert stage.attempt(CAP + 1, key) == stage.attempt(CAP + 1, key)
    assert stage.rules() == [("transaction_cap_exceeded", CAP + 1)]
    stage.attempt(CAP + 2, key)
    stage.attempt(CAP + 1)
    assert [amount for _, amount in stage.rules()] == [CAP + 1, CAP + 2, CAP + 1]


def test_what_is_carried_out_later_was_stopped_all_the_same(stage: Stage) -> None:
    """And is not stopped again by being repeated."""
    key, body = str(uuid4()), {"to": stage.taker.party, "value": CAP + 1}
    stage.attempt(CAP + 1, key)
    limits = stage.supplier.read(stage.border.path())["limits"]
    for cap in (2 * CAP, CAP):
        raised = limits | {"transaction_cap": cap, "window_cap": cap}
        stage.ledger.host.command(stage.border.path("limits"), raised)
        assert stage.supplier.post(f"/v1/claims/{stage.claim}/transfers", body, key).status_code == 201
    assert stage.rules() == [("transaction_cap_exceeded", CAP + 1)]


def test_what_a_keeper_asks_for_is_not_kept(stage: Stage) -> None:
    command, asked = stage.transfer(CAP + 1)
    dispatcher = stage.ledger.backend.dispatcher
    for requester in ("keeper", "host"):
        with pytest.raises(Refusal, match="transaction_cap_exceeded"):
            dispatcher.carry_out(command, Requester(requester, asked.idempotency_key, asked.fingerprint))
    with stage.ledger.backend.store.reading() as session:
        assert not session.scalars(select(StoppedAttempt).filter_by(fingerprint=asked.fingerprint)).all()
    with pytest.raises(Refusal, match="transaction_cap_exceeded"):
        dispatcher.carry_out(command, asked)
    assert len(stage.told()) == 1


def test_a_party_is_not_told_what_was_stopped(stage: Stage) -> None:
    detail = stage.attempt(CAP + 1)["detail"]
    assert len(stage.told(stage.ledger.host)) == 1
    for firm in (stage.supplier, stage.taker, stage.border.trade.debtor):
        assert stage.told(firm) is None
        files = stage.files(firm)
        assert "What was stopped" not in files["monitoring.html"].decode()
        assert pl.read_csv(files["csv/attempts.csv"]).height == 0
        for name, content in files.items():
            assert detail.encode() not in content, name


def test_json_tables_and_page_have_the_same_figures(stage: Stage) -> None:
    """The one who is stopped has a name that could break a file."""
    stage.attempt(CAP + 1)
    pass_value(stage.supplier, stage.taker, stage.claim, HALF_AND_A_CENT)
    stage.attempt(HALF_AND_A_CENT)
    own = pass_value(stage.supplier, stage.taker, stage.claim, 100)
    stranger = stage.ledger.open_party()
    stage.taker.refused(f"/v1/claims/{own}/transfers", {"to": stranger.party, "value": 7})
    told, files = stage.told(), stage.files(stage.supervisor)
    assert [one["rule"] for one in told] == [
        "transaction_cap_exceeded",
        "window_cap_exceeded",
        "wallet_not_admitted",
    ]
    (programme,) = json.loads(files["monitoring.json"])["programmes"]
    assert programme["attempts"] == told
    written = pl.read_csv(files["csv/attempts.csv"], infer_schema=False).to_dicts()
    sheet = pl.read_excel(io.BytesIO(files["monitoring.xlsx"]), sheet_name="attempts")
    assert sheet.height == len(told)
    page = files["monitoring.html"].decode()
    for row, one in zip(written, told, strict=True):
        for column in ("at", "rule", "command", "detail"):
            assert row[column] == one[column]
        assert (row["block"], row["party_id"]) == (str(one["block"]), one["party"]["id"])
        assert row["further"] == str(one["further"])
        assert one["detail"] in page
        assert f"<small>{one['rule']}</small>" in page
    assert [row["amount"] for row in written] == ["500000.01", "250000.01", None]
    assert [row["party"] for row in written] == [stage.supplier.name] * 2 + ["'" + ODD_NAME]
    for text in ("US$500,000.01", "US$250,000.01", "超单笔限额", "超累计限额", "钱包未准入", "拦截记录"):
        assert text in page
    assert "<b>" not in page


def test_an_observer_that_fails_does_not_change_the_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stage.attempt(CAP + 1)
    asked: list[str] = []

    def fail(command: Command, _requester: Requester, refusal: Refusal) -> None:
        asked.append(f"{command.kind} {refusal.code}")
        raise Conflict("another", "Another refusal.", "None.")

    dispatcher = stage.ledger.backend.dispatcher
    monkeypatch.setattr(dispatcher, "_observers", list(dispatcher._observers))
    dispatcher._observers.insert(0, fail)
    assert stage.attempt(CAP + 1) == before
    assert asked == ["transfer_value transaction_cap_exceeded"]
    assert len(stage.told()) == 2, "the others are told"


def test_that_the_ledger_cannot_answer_is_no_refusal_to_observe(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatcher = stage.ledger.backend.dispatcher
    asked: list[str] = []
    monkeypatch.setattr(dispatcher, "_observers", [lambda _command, _who, told: asked.append(told.code)])
    command, requester = stage.transfer(1)

    def away() -> None:
        raise Unavailable("node_unreachable", "The chain does not answer.", "Try again.")

    with pytest.raises(Unavailable):
        dispatcher.carry_out(command, requester, permission=away)
    assert asked == []


def test_what_a_wallet_is_refused_when_it_has_signed_is_listed_once(stage: Stage) -> None:
    """Both were within the limits when they were prepared."""
    wallet = OwnWallet.opened(stage.ledger)
    stage.border.admit(wallet.firm, "Tan")
    claim = pass_value(stage.supplier, wallet.firm, stage.claim, CAP)
    path, body = f"/v1/claims/{claim}/transfers", {"to": stage.taker.party, "value": CAP // 2}
    pass_value(stage.supplier, stage.taker, stage.claim, 1)
    second, first = (wallet.prepared(path, body) for _ in range(2))
    done = wallet.submit(first["operation"], signed(wallet.account, first["transactions"][0]))
    assert done.status_code == 201, done.text
    assert stage.told() == []
    (transaction,) = second["transactions"]
    anew = signed(wallet.account, transaction, nonce=transaction["nonce"] + 1)
    for _ in range(2):
        assert problem(wallet.submit(second["operation"], anew))["code"] == "window_cap_exceeded"
    assert stage.rules() == [("window_cap_exceeded", CAP // 2)]
    assert stage.told()[0]["party"]["id"] == wallet.firm.party


def test_what_is_refused_after_a_restart_is_listed(stage: Stage) -> None:
    """Written down before a crash; refused when it is taken up again."""
    command, requester = stage.transfer(CAP + 1)
    backend = stage.ledger.backend
    written = msgspec.json.encode(command).decode()
    Outbox(backend.store).store_intent(str(uuid4()), requester, command.kind, written, None)
    backend.dispatcher.resume_unfinished()
    assert stage.rules() == [("transaction_cap_exceeded", CAP + 1)]


def test_a_party_cannot_fill_the_disk(stage: Stage) -> None:
    """Two have a row of their own; those after them are counted beside the newest, but no repeat of either."""
    backend = stage.ledger.backend
    keeping = StoppedAttempts(backend.store, backend.mirror.deployment_id, backend.node.clock, most=2)
    refusal = Conflict("window_cap_exceeded", "Too much.", "Wait.", {"amount": 7})
    requests = [stage.transfer(7) for _ in range(5)]
    for command, requester in [*requests, *requests[:2]]:
        keeping.observe(command, requester, refusal)
    assert [one["further"] for one in stage.told()] == [0, 3]
    other = stage.transfer(7)[1]
    keeping.observe(
        requests[0][0], Requester(stage.taker.party, other.idempotency_key, other.fingerprint), refusal
    )
    assert [one["further"] for one in stage.told()] == [0, 3, 0]
    with backend.store.reading() as session:
        kept = select(func.count()).where(StoppedAttempt.party == stage.supplier.party)
        assert session.scalar(kept) == 2
    assert (
        "and 3 attempts after it that are not kept"
        in stage.files(stage.supervisor)["monitoring.html"].decode()
    )
