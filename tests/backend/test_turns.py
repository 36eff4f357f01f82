"""Threads compute one at a time, and nobody keeps the others from it while it waits."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from gc import collect
from threading import Barrier, Event, Lock, Thread
from time import sleep
from weakref import ref

import pytest

from tallystick.turns import OneAtATime, Turns, holding, waiting

SECONDS = 10
"""Long enough for anything here; a test that needs it has failed."""


def _started(work: Callable[[], object]) -> Thread:
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


def _ended(*threads: Thread) -> bool:
    for thread in threads:
        thread.join(SECONDS)
    return not any(thread.is_alive() for thread in threads)


def test_only_one_thread_computes_at_a_time() -> None:
    turns, inside, most = Turns(), 0, 0

    def compute() -> None:
        nonlocal inside, most
        for _ in range(200):
            with turns.taken():
                inside += 1
                most = max(most, inside)
                inside -= 1
            with turns.taken(), waiting():
                pass

    assert _ended(*[_started(compute) for _ in range(8)])
    assert (inside, most) == (0, 1)


def test_who_waits_lets_others_compute() -> None:
    turns, answer = Turns(), Event()

    def ask() -> None:
        with turns.taken(), waiting():
            assert answer.wait(SECONDS)

    def give() -> None:
        with turns.taken():
            answer.set()

    asking = _started(ask)
    assert _ended(asking, _started(give))
    assert answer.is_set()


def test_first_come_first_served() -> None:
    turns, order, ready = Turns(), list[int](), Barrier(2)

    def compute(number: int) -> None:
        ready.wait(SECONDS)
        with turns.taken():
            order.append(number)

    with turns.taken():
        threads = []
        for number in range(6):
            threads.append(_started(lambda number=number: compute(number)))  # type: ignore[misc]
            ready.wait(SECONDS)
            while len(turns._waiting) <= number:
                pass
    assert _ended(*threads)
    assert order == list(range(6))


def test_one_turn_inside_another_is_the_same() -> None:
    turns = Turns()
    with turns.taken():
        with turns.taken():
            pass
        other = _started(lambda: turns.taken().__enter__())
        other.join(0.1)
        assert other.is_alive()  # the inner one has not given it up
    assert _ended(other)


def test_what_fails_passes_the_turn_on() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns.taken():
        raise RuntimeError
    with pytest.raises(RuntimeError), turns.taken(), waiting():
        raise RuntimeError
    assert _ended(_started(lambda: turns.taken().__enter__()))


def test_a_lock_whose_holder_waits_for_its_turn_locks_nobody_out() -> None:
    turns, lock, locked = Turns(), Lock(), Event()

    def first_the_lock() -> None:
        with holding(lock):
            locked.set()
            with turns.taken():
                pass

    def first_the_turn() -> None:
        with turns.taken():
            other = _started(first_the_lock)
            assert locked.wait(SECONDS)
            with holding(lock):
                pass
        assert _ended(other)

    assert _ended(_started(first_the_turn))
    assert not lock.locked()


def test_of_several_at_work_with_one_key_one_goes_on() -> None:
    at_work: OneAtATime[str] = OneAtATime()
    inside, most = Counter[str](), Counter[str]()
    others = Barrier(2)

    def work(key: str) -> None:
        with at_work.working_on(key):
            inside[key] += 1
            most[key] = max(most[key], inside[key])
            sleep(0.01)
            inside[key] -= 1

    def beside(key: str) -> None:
        with at_work.working_on(key):
            others.wait(timeout=SECONDS)  # both are inside at a time

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, ["a"] * 8))
        list(pool.map(beside, ["a", "b"]))
    assert most == {"a": 1}


def test_nothing_is_kept_of_a_key_that_nobody_is_at_work_with() -> None:
    at_work: OneAtATime[object] = OneAtATime()

    class Name:
        pass

    name = Name()
    kept = ref(name)
    with suppress(ValueError), at_work.working_on(name):
        raise ValueError
    del name
    collect()
    assert kept() is None
