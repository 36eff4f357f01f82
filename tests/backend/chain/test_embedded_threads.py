"""Many threads, one chain: nothing is lost, nothing is twice, everyone has a turn."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from tallystick.chain.embedded import EmbeddedNode, InMemoryNode
from tallystick.chain.embedded.worker import Worker
from tallystick.chain.node import NodeUnreachable
from tests.backend.chain.bytecode import STORE, word
from tests.backend.chain.wallet import Wallet, address_of, key

SENDERS, EACH = 8, 12


def test_concurrent_senders_and_readers_do_not_disturb_each_other(embedded: EmbeddedNode) -> None:
    rich = Wallet(embedded)
    store = rich.deploy(STORE)
    wallets = [Wallet(embedded, key(number)) for number in range(2, 2 + SENDERS)]
    for wallet in wallets:
        rich.send(wallet.address, value=10**18)
    begun = embedded.head().number
    over = threading.Event()

    def send_all(wallet: Wallet) -> list[int]:
        return [wallet.send(store, word(number)).block_number for number in range(1, EACH + 1)]

    def read_on() -> int:
        reads = 0
        while not over.is_set():
            headers = embedded.headers(0, embedded.head().number)
            assert all(child.parent_hash == parent.hash for parent, child in pairwise(headers))
            assert len(embedded.call(store, b"")) == 32
            reads += 1
        return reads

    with ThreadPoolExecutor(SENDERS + 2) as pool:
        readers = [pool.submit(read_on) for _ in range(2)]
        blocks = [number for numbers in pool.map(send_all, wallets) for number in numbers]
        over.set()
        assert all(reader.result() > 0 for reader in readers)

    assert sorted(blocks) == list(range(begun + 1, begun + SENDERS * EACH + 1))
    assert [embedded.nonce(wallet.address) for wallet in wallets] == [EACH] * SENDERS
    told = embedded.logs(embedded.headers(begun + 1, embedded.head().number), [store])
    assert [len(logs) for logs in told] == [2] * (SENDERS * EACH)


def test_two_threads_with_the_same_nonce_cannot_both_win(memory: InMemoryNode) -> None:
    rich = Wallet(memory)
    signed = [rich.sign(address_of(key(2)), value=value, nonce=0) for value in range(1, 9)]

    def send(each: bytes) -> bool:
        try:
            memory.send(each)
        except Exception:  # noqa: BLE001  # whichever way it is refused
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, signed)) == 1
    assert memory.head().number == 1


def test_work_is_done_in_the_order_in_which_it_was_asked_for() -> None:
    worker, gate, done = Worker(), threading.Event(), list[int]()
    threads = [threading.Thread(target=worker.do, args=(gate.wait,))]
    threads[0].start()
    for number in range(20):
        threads.append(threading.Thread(target=worker.do, args=(done.append, number)))
        threads[-1].start()
        while worker._executor._work_queue.qsize() < number + 1:
            pass
    gate.set()
    for thread in threads:
        thread.join()
    worker.close()
    assert done == list(range(20))


def test_an_exception_comes_back_to_the_one_who_asked() -> None:
    worker = Worker()
    with pytest.raises(KeyError):
        worker.do(dict[str, int]().__getitem__, "missing")
    assert worker.do(lambda: 5) == 5
    worker.close()


def test_closing_finishes_what_was_asked_before_and_refuses_what_is_asked_after() -> None:
    worker, gate, done = Worker(), threading.Event(), list[int]()
    threads = [threading.Thread(target=worker.do, args=(gate.wait,))]
    threads += [threading.Thread(target=worker.do, args=(done.append, 1)) for _ in range(5)]
    for thread in threads:
        thread.start()
    while worker._executor._work_queue.qsize() < 5:
        pass
    closing = threading.Thread(target=worker.close)
    closing.start()
    gate.set()
    closing.join()
    for thread in threads:
        thread.join()
    assert done == [1] * 5
    with pytest.raises(NodeUnreachable):
        worker.do(done.append, 2)
