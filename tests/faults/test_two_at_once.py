"""What happens at the same moment happens once each, whoever was first."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tallystick.running import SERVER_FILE
from tests.faults.autopsy import chain, records
from tests.faults.conftest import Tell
from tests.faults.furnishing import FACE, Furnished
from tests.faults.house import House
from tests.faults.ordeal import Request, nonces_are_whole, send

AT_ONCE = 16


@pytest.fixture(scope="module")
def house(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """With a server running."""
    house = furnished.copy(tmp_path_factory.mktemp("running") / "home")
    house.start()
    yield house
    house.stop()


@pytest.mark.parametrize("attempt", range(3))
def test_of_requests_with_one_key_at_the_same_moment_one_has_an_effect(
    house: House, furnished: Furnished, attempt: int
) -> None:
    before = _moved(house)
    answers = _all_at_once(house, [(f"same {attempt}", furnished.transfer(11))] * AT_ONCE)
    assert _moved(house) == [*before, 11]
    (first,) = (a for a in answers if a.status_code == 201 and "Idempotency-Replayed" not in a.headers)
    for answer in answers:
        if answer.status_code == 201:
            assert answer.text == first.text
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "operation_in_progress")


def test_parallel_transfers_out_of_one_claim_all_happen_once_with_nonces_in_a_row(
    house: House, furnished: Furnished
) -> None:
    before = _moved(house)
    values = [100 + number for number in range(AT_ONCE)]
    answers = _all_at_once(house, [(f"parallel {value}", furnished.transfer(value)) for value in values])
    assert [answer.status_code for answer in answers] == [201] * AT_ONCE
    moved = _moved(house)
    assert moved[: len(before)] == before
    assert sorted(moved[len(before) :]) == values
    with chain(house) as on_chain:
        assert on_chain.face(furnished.claim) == FACE - sum(moved)
    assert nonces_are_whole(house)
    assert house.ask_as_host("GET", "/v1/verification")["verdict"] == "equal"


def test_a_second_server_over_one_home_is_refused_by_name_and_the_first_goes_on(
    house: House, furnished: Furnished
) -> None:
    announced = (house.home / SERVER_FILE).read_text("utf-8")
    second = house.command("serve")
    assert second.returncode == 2
    assert second.stderr.startswith("chain_in_use: ")
    assert len(second.stderr.splitlines()) == 1
    assert (house.home / SERVER_FILE).read_text("utf-8") == announced
    assert send(house, furnished.transfer(13), "after the second").status_code == 201
    verified = house.command("verify")
    assert (verified.returncode, verified.stdout.split(":")[0]) == (0, "equal")


def test_killed_with_many_under_way_each_happens_once_the_older_ones_too(
    furnished: Furnished, tmp_path_factory: pytest.TempPathFactory, tell: Tell
) -> None:
    """The oldest has only its intent on disk when a younger one of the same sender has been signed already."""
    house = furnished.copy(tmp_path_factory.mktemp("many") / "home")
    values = [100 + number for number in range(AT_ONCE)]
    requests = [(f"many {value}", furnished.transfer(value)) for value in values]
    house.start_halting("intent stored@1", "signed@1")
    try:
        house.arm()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            pool.submit(send, house, requests[0][1], requests[0][0])
            house.wait_until_halted(1)
            for key, request in requests[1:]:
                pool.submit(send, house, request, key)
            house.wait_until_halted(2)
            _wait_until_written_down(house, AT_ONCE)
            house.kill()
        stages = [records(house).stages[key] for key, _ in requests]
        assert stages[0] == "intent"
        assert sorted(stages) == ["intent"] * (AT_ONCE - 1) + ["signed"]
        assert _moved(house) == []
        house.start()
        assert sorted(_moved(house)) == values
        answers = [send(house, request, key) for key, request in requests]
        assert [answer.status_code for answer in answers] == [201] * AT_ONCE
        assert {answer.headers.get("Idempotency-Replayed") for answer in answers} == {"true"}
        assert sorted(_moved(house)) == values
        assert nonces_are_whole(house)
        assert house.ask_as_host("GET", "/v1/verification")["verdict"] == "equal"
    finally:
        house.stop()
    tell(
        f"SQLite: {AT_ONCE} transfers at once, killed with one signed → each once, nonces in a row, mirror equal"
    )


def _all_at_once(house: House, requests: list[tuple[str, Request]]) -> list[httpx.Response]:
    barrier = Barrier(len(requests))

    def ask(key: str, request: Request) -> httpx.Response:
        barrier.wait()
        return send(house, request, key)

    with ThreadPoolExecutor(len(requests)) as pool:
        asked = [pool.submit(ask, key, request) for key, request in requests]
        return [answer.result() for answer in asked]


def _moved(house: House) -> list[int]:
    """The value of every transfer that the chain has seen, in order; the mint is none."""
    with chain(house) as on_chain:
        events = on_chain.events("TransferValue")
        return [int.from_bytes(event.data) for event in events if any(event.topics[1])]


def _wait_until_written_down(house: House, operations: int) -> None:
    deadline = time.monotonic() + 60
    while len([key for key in records(house).stages if key.startswith("many ")]) < operations:
        assert time.monotonic() < deadline
        time.sleep(0.05)
