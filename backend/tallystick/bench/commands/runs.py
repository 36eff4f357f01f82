"""What is run, and how its figures are told."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from tallystick.bench.commands.load import DONE, Ask
from tallystick.bench.commands.stage import PIECE, Stage, ask
from tallystick.demo.portal import Portal

Node = Literal["embedded", "anvil"]
Mode = Literal["single", "batch"]

LARGEST_BATCH = 500
RECEIVABLES_OF_A_BATCH = 5
_NODE_MS = re.compile(r"\bnode;dur=([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is asked for. A run ends when all is asked or `seconds` are over, whichever is first."""

    singles_alone: int = 150
    callers: int = 16
    singles_each: int = 30
    batches: int = 8
    batch: int = LARGEST_BATCH
    seconds: float = 12.0


SHORT = Extent(singles_alone=3, callers=2, singles_each=2, batches=2, batch=20)
"""For those who only want to see that it works."""


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement.

    `operations_per_s` counts what changed hands: value transfers in mode `single`, moved claims in mode `batch`.
    `p50_ms` and `p95_ms` are of requests, as the caller waited for them. `node_share` is the part of that waiting in
    which the server had a call to the node under way for the request: its turn at the embedded chain, the exchange
    with Anvil and the wait for the block included, work on the mirror excluded.
    """

    node: Node
    mode: Mode
    callers: int
    requests: int
    operations: int
    operations_per_s: float
    p50_ms: float
    p95_ms: float
    node_share: float


class NotDone(Exception):
    """The server did not do what it was asked for."""


def runs(stage: Stage, node: Node, extent: Extent) -> Iterator[Run]:
    """One caller and many with single transfers, then one with batches."""
    for callers, each in ((1, extent.singles_alone), (extent.callers, extent.singles_each)):
        asked = [_singles(stage, each) for _ in range(callers)]
        yield _measured(stage.url, node, "single", asked, 1, extent.seconds)
    batches = _batches(stage, extent.batch, extent.batches)
    yield _measured(stage.url, node, "batch", [batches], extent.batch, extent.seconds)


def _singles(stage: Stage, count: int) -> list[Ask]:
    """A party passes a fen at a time out of its claim to one that has an account: a new claim each time."""
    holding = stage.holding(PIECE * count)
    path, body = f"/v1/claims/{holding.claim}/transfers", {"value": 1, "to": stage.taker.party}
    return [ask(holding.party, path, body) for _ in range(count)]


def _batches(stage: Stage, size: int, count: int) -> list[Ask]:
    """Whole claims on several receivables go to and fro between two parties."""
    here, claims = stage.pieces(size, min(size, RECEIVABLES_OF_A_BATCH))
    there = stage.party("supplier")
    return [_batch(*((here, there) if turn % 2 == 0 else (there, here)), claims) for turn in range(count)]


def _batch(giver: Portal, taker: Portal, claims: Iterable[str]) -> Ask:
    moves = [{"claim": claim, "to": taker.party} for claim in claims]
    return ask(giver, "/v1/transfers/batch", {"moves": moves})


def _measured(
    url: str, node: Node, mode: Mode, callers: Sequence[list[Ask]], operations_a_request: int, seconds: float
) -> Run:
    played = _played(url, callers, seconds)
    answers = played["answers"]
    refused = next((answer for answer in answers if answer["status"] != DONE), None)
    if refused is not None:
        raise NotDone(f"{node}, {mode}: HTTP status {refused['status']}, {refused['body']}")
    waited = sorted(answer["ms"] for answer in answers)
    operations = operations_a_request * len(answers)
    return Run(
        node=node,
        mode=mode,
        callers=len(callers),
        requests=len(answers),
        operations=operations,
        operations_per_s=round(operations / played["seconds"], 1),
        p50_ms=round(_percentile(waited, 50), 1),
        p95_ms=round(_percentile(waited, 95), 1),
        node_share=round(sum(_node_ms(answer["timing"]) for answer in answers) / sum(waited), 3),
    )


def _played(url: str, callers: Sequence[list[Ask]], seconds: float) -> Any:
    """The callers are another process: what they cost must not be taken from the server's interpreter, or ours."""
    plan = {"url": url, "seconds": seconds, "callers": [[asdict(one) for one in asks] for asks in callers]}
    finished = subprocess.run(
        [sys.executable, "-m", "tallystick.bench.commands.load"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        raise NotDone("The callers broke off; what they said stands above.")
    return json.loads(finished.stdout)


def _percentile(ordered: Sequence[float], share: int) -> float:
    """The smallest figure that so many per cent of them do not exceed."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def _node_ms(timing: str) -> float:
    found = _NODE_MS.search(timing)
    return float(found[1]) if found else 0.0
