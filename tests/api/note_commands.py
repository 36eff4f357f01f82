"""A well-formed request for every command about identities and notes, each of which would succeed."""

from typing import Any

from tests.api.note_trade import CHINA, NoteTrade, required_topics, statement, verifier_of
from tests.api.requests import Request, posts
from tests.api.running_ledger import Caller, RunningLedger
from tests.api.trade import split

TOPIC = "4"
"""Required before the parties of these requests are verified, so that it can be given up."""


def identity_commands(ledger: RunningLedger) -> list[Request]:
    host, operator, verifier = ledger.host, ledger.operator, verifier_of(ledger)
    distrusted = ledger.open_verifier("9")
    host.command(f"/v1/verifiers/{distrusted.party}/topics", {"topics": []})
    outdated, new, moving, leaving, stated, withdrawn = (ledger.open_party("investor") for _ in range(6))
    for firm in (outdated, moving, leaving, stated, withdrawn):
        operator.command("/v1/note-wallets", {"party": firm.party, "country": CHINA})
    if TOPIC not in required_topics(ledger):
        host.command("/v1/verification-rules", {"topic": TOPIC, "required": True})
    verifier.command("/v1/statements", statement(ledger, withdrawn, TOPIC))
    office = {"tax_number": f"VER{int(outdated.party.replace('-', ''), 16) % 10**15:015d}"}
    return posts(
        [
            ("verification-rules", host, "verification-rules", {"topic": TOPIC, "required": False}),
            ("verifiers", host, "verifiers", office | {"name": "新验证机构", "topics": ["1", "5"]}),
            (
                "transfer-agents",
                host,
                "transfer-agents",
                {"name": "新过户代理", "tax_number": office["tax_number"].replace("VER", "AGT")},
            ),
            (
                "verifiers/{party}/topics",
                host,
                f"verifiers/{distrusted.party}/topics",
                {"topics": ["8", "9"]},
            ),
            ("note-wallets", operator, "note-wallets", {"party": new.party, "country": "344"}),
            ("note-wallets/renewal", operator, "note-wallets/renewal", None),
            (
                "note-wallets/{party}/country",
                operator,
                f"note-wallets/{moving.party}/country",
                {"country": "702"},
            ),
            ("note-wallets/{party}/removal", operator, f"note-wallets/{leaving.party}/removal", None),
            ("statements", verifier, "statements", statement(ledger, stated, "1")),
            (
                "statements/withdrawal",
                verifier,
                "statements/withdrawal",
                {"party": withdrawn.party, "topic": TOPIC},
            ),
            ("country-lists", host, "country-lists", {"countries": ["156", "344"]}),
        ]
    )


def note_commands(ledger: RunningLedger) -> list[Request]:
    notes, other = NoteTrade.opened(ledger), NoteTrade.opened(ledger)
    host, agent, supplier, investor = ledger.host, notes.agent, notes.trade.supplier, notes.investor()
    closed = ledger.open_programme(
        regime="approved_infrastructure", approval="沪金监许〔2026〕13号", token_offering=True
    )
    spender, spare = ledger.open_party("investor"), ledger.open_party("investor")
    ledger.operator.command(
        "/v1/note-wallets", {"party": spare.party, "country": CHINA, "identity": supplier.party}
    )
    unwrapped, moved, forced, lost, stopped, paused = (notes.wrapped(100) for _ in range(6))
    first, second = split(supplier, notes.trade.claim(200), [80, 120])
    for claim in (first, second):
        supplier.command(f"/v1/claims/{claim}/notes", {})
    scattered = first.split("-")[0]
    supplier.command(f"/v1/receivables/{moved}/notes/approvals", {"spender": spender.party, "amount": 30})
    to_wrap, bare = notes.trade.claim(70), notes.trade.claim(60).split("-")[0]
    offering = f"programmes/{other.trade.programme}/offering"
    rules = [
        {"rule": "holder_count", "most": 200},
        {"rule": "lock_up", "days": 7},
        {"rule": "transfer_limit", "days": 30, "most": 10_000},
    ]

    def on(number: str, what: str, caller: Caller, body: Any) -> tuple[str, Caller, str, Any]:
        return (
            f"receivables/{{receivable}}/notes/{what}",
            caller,
            f"receivables/{number}/notes/{what}",
            body,
        )

    return posts(
        [
            (
                "programmes/{programme}/offering",
                host,
                f"programmes/{closed}/offering",
                {"agent": agent.party, "rules": [{"rule": "maximum_balance", "most": 500}]},
            ),
            ("programmes/{programme}/offering/agent", host, f"{offering}/agent", {"agent": agent.party}),
            ("programmes/{programme}/offering/rules", host, f"{offering}/rules", {"rules": rules}),
            ("claims/{claim}/notes", supplier, f"claims/{to_wrap}/notes", {"value": 50}),
            ("receivables/{receivable}/notes", supplier, f"receivables/{bare}/notes", None),
            on(moved, "agents", host, {"agent": other.agent.party, "acting": True}),
            on(unwrapped, "unwrapping", supplier, {"value": 40}),
            on(scattered, "consolidation", supplier, {}),
            on(moved, "transfers", supplier, {"to": investor.party, "amount": 10}),
            on(moved, "transfers", spender, {"to": investor.party, "amount": 5, "from": supplier.party}),
            on(moved, "approvals", supplier, {"spender": investor.party, "amount": 9}),
            on(stopped, "wallet-freezes", agent, {"party": investor.party, "frozen": True}),
            on(stopped, "freezes", agent, {"party": supplier.party, "frozen": "60"}),
            on(
                forced,
                "forced-transfers",
                agent,
                {"from": supplier.party, "to": investor.party, "amount": 20, "order": "(2026)沪01执9号"},
            ),
            on(lost, "recoveries", agent, {"lost": supplier.party, "to": spare.party}),
            on(paused, "pauses", agent, {"paused": True}),
        ]
    )
