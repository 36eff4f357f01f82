"""Killed while it deploys its contracts or rebuilds its mirror, the server goes on from there when it starts again."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tallystick.chain.deployment import CONTRACT_NAMES
from tests.faults.autopsy import chain, mirror_digest, service_address
from tests.faults.conftest import Tell
from tests.faults.furnishing import Furnished, firm
from tests.faults.house import House
from tests.faults.ordeal import Request, send

FIRST_STARTS = ["governor funded@1", "deploying@3", "mirror begun@1"]
REBUILDS = ["rows deleted@1", "emptied@1", "half mirrored@1"]

DEPLOYMENT = len(CONTRACT_NAMES) + 2  # the powers and the directory come last
"""The governor's transactions: five contracts, and the powers handed out."""


@pytest.fixture(scope="module")
def first_starts(
    two_at_a_time: ThreadPoolExecutor, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, "Future[str]"]:
    return {
        place: two_at_a_time.submit(_first_start, tmp_path_factory.mktemp("first") / "home", place)
        for place in FIRST_STARTS
    }


@pytest.fixture(scope="module")
def rebuilds(
    furnished: Furnished, two_at_a_time: ThreadPoolExecutor, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, "Future[str]"]:
    return {
        place: two_at_a_time.submit(
            _rebuild, furnished.copy(tmp_path_factory.mktemp("rebuild") / "home"), place
        )
        for place in REBUILDS
    }


@pytest.mark.parametrize("place", FIRST_STARTS)
def test_a_first_start_that_was_killed_is_completed_without_anything_twice(
    first_starts: dict[str, "Future[str]"], place: str, tell: Tell
) -> None:
    tell(f"SQLite: first start, killed at {place} → {first_starts[place].result()}")


@pytest.mark.parametrize("place", REBUILDS)
def test_a_rebuild_that_was_killed_is_completed_with_the_same_rows(
    rebuilds: dict[str, "Future[str]"], place: str, tell: Tell
) -> None:
    tell(f"SQLite: rebuild, killed at {place} → {rebuilds[place].result()}")


def _first_start(home: Path, place: str) -> str:
    house = House(home)
    try:
        house.begin_and_halt(place)
        house.kill()
        house.start()
        assert send(house, Request("/v1/parties", firm(1, "supplier")), "first").status_code == 201
        verified = house.ask_as_host("GET", "/v1/verification")
        assert verified["verdict"] == "equal", verified
    finally:
        house.stop()
    with chain(house) as on_chain:
        assert on_chain.node.nonce(service_address(house, "governor")) == DEPLOYMENT
        # One payment to the governor, one to the operator for its first command.
        assert on_chain.node.nonce(service_address(house, "funder")) == 2
        assert len(on_chain.events("AccountOpened")) == 1
    return f"deployed once, {DEPLOYMENT} transactions; the first command succeeds; mirror equal"


def _rebuild(house: House, place: str) -> str:
    digest = mirror_digest(house)
    house.start_halting(place)
    try:
        house.arm()
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(house.ask_as_host, "PUT", "/v1/rebuild")
            house.wait_until_halted()
            house.kill()
            assert isinstance(asked.exception(), httpx.TransportError)
        house.start()
        assert mirror_digest(house) == digest
        verified = house.ask_as_host("GET", "/v1/verification")
        assert verified["verdict"] == "equal", verified
        again = house.ask_as_host("PUT", "/v1/rebuild")
        assert (again["digest_before"], again["digest_after"]) == (digest.hex(), digest.hex())
    finally:
        house.stop()
    return f"mirror equal, digest {digest.hex()[:8]}… as before"
