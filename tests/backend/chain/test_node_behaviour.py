"""What the rest of the house relies on, whichever node answers."""

from itertools import pairwise

import pytest

from tallystick.chain.node import (
    LEAST_ROOM,
    Call,
    Header,
    NodeUnreachable,
    Reverted,
    TransactionRejected,
)
from tests.backend.chain.bytecode import (
    CLOCK,
    HISTORIAN,
    KEEPER,
    NEST,
    PAYER,
    REFUSAL,
    REFUSER,
    RELAY,
    STORE,
    word,
)
from tests.backend.chain.conftest import Chain
from tests.backend.chain.wallet import Wallet, address_of, key

NOWHERE = bytes(31) + b"\x01"


def test_a_chain_is_known_by_the_hash_of_its_first_block(chain: Chain) -> None:
    first = chain.node.headers(0, 0)
    assert [header.number for header in first] == [0]
    assert chain.node.genesis_hash() == first[0].hash == chain.node.head().hash


def test_each_header_names_its_parent_and_is_never_earlier_than_it(chain: Chain) -> None:
    for amount in range(3):
        chain.wallet.send(chain.wallet.address, value=amount)
    headers = chain.node.headers(0, 3)
    assert [header.number for header in headers] == [0, 1, 2, 3]
    for parent, child in pairwise(headers):
        assert child.parent_hash == parent.hash
        assert child.timestamp >= parent.timestamp


def test_headers_go_as_far_as_the_chain_does(chain: Chain) -> None:
    chain.wallet.send(chain.wallet.address)
    assert [header.number for header in chain.node.headers(1, 1_000)] == [1]
    assert chain.node.headers(2, 5) == []
    assert chain.node.headers(1, 0) == []


def test_a_contract_created_is_there_under_the_address_in_the_receipt(chain: Chain) -> None:
    receipt = chain.wallet.send(data=CLOCK)
    assert receipt.succeeded
    assert receipt.contract_address is not None
    assert chain.node.code(receipt.contract_address) == CLOCK[10:]
    assert receipt.block_number == chain.node.head().number
    assert receipt.block_hash == chain.node.head().hash


def test_a_plain_payment_creates_no_contract_and_costs_21000_gas(chain: Chain) -> None:
    receipt = chain.wallet.send(address_of(key(2)), value=7)
    assert receipt.contract_address is None
    assert receipt.gas_used == 21_000
    assert chain.node.balance(address_of(key(2))) == 7


def test_the_same_signed_bytes_count_once(chain: Chain) -> None:
    signed = chain.wallet.sign(address_of(key(2)), value=7)
    first = chain.node.send(signed)
    chain.node.wait_for_receipt(first, 10)
    chain.wallet.send(chain.wallet.address)
    head = chain.node.head()
    assert chain.node.send(signed) == first
    assert chain.node.head() == head
    assert chain.node.balance(address_of(key(2))) == 7


def test_a_contract_s_refusal_arrives_with_its_data(chain: Chain) -> None:
    refuser = chain.wallet.deploy(REFUSER)
    with pytest.raises(Reverted) as refused:
        chain.node.call(refuser, b"")
    assert refused.value.data == REFUSAL
    with pytest.raises(Reverted) as refused:
        chain.node.gas_needed(chain.wallet.address, refuser, b"")
    assert refused.value.data == REFUSAL


def test_a_refused_transaction_is_mined_and_says_so(chain: Chain) -> None:
    refuser = chain.wallet.deploy(REFUSER)
    nonce = chain.node.nonce(chain.wallet.address)
    receipt = chain.wallet.send(refuser)
    assert not receipt.succeeded
    assert receipt.logs == ()
    assert chain.node.nonce(chain.wallet.address) == nonce + 1


def test_a_creation_that_fails_leaves_no_contract_address(chain: Chain) -> None:
    receipt = chain.wallet.send(data=bytes.fromhex("5f5ffd"))
    assert not receipt.succeeded
    assert receipt.contract_address is None


def test_a_spent_nonce_is_rejected(chain: Chain) -> None:
    chain.wallet.send(chain.wallet.address)
    _rejected(chain, chain.wallet.sign(chain.wallet.address, value=1, nonce=0))


def test_bytes_that_are_no_transaction_are_rejected(chain: Chain) -> None:
    _rejected(chain, b"\x02\x99")
    _rejected(chain, bytes(100))
    _rejected(chain, b"")


def test_a_sender_without_funds_is_rejected(chain: Chain) -> None:
    _rejected(chain, Wallet(chain.node, key(3)).sign(chain.wallet.address))


def test_a_transaction_for_another_chain_is_rejected(chain: Chain) -> None:
    _rejected(chain, chain.wallet.sign(chain.wallet.address, chain_id=chain.node.chain_id() + 1))


def test_gas_that_does_not_cover_the_bytes_is_rejected(chain: Chain) -> None:
    _rejected(chain, chain.wallet.sign(chain.wallet.address, gas=20_999))


def test_gas_beyond_what_a_block_holds_is_rejected(chain: Chain) -> None:
    _rejected(chain, chain.wallet.sign(chain.wallet.address, gas=200_000_000))


def _rejected(chain: Chain, signed: bytes) -> None:
    """Refused, and nothing of it is left: no block, no nonce, and the next transaction goes through."""
    head, nonce = chain.node.head(), chain.node.nonce(chain.wallet.address)
    with pytest.raises(TransactionRejected) as rejected:
        chain.node.send(signed)
    assert str(rejected.value)
    assert chain.node.head() == head
    assert chain.node.nonce(chain.wallet.address) == nonce
    assert chain.wallet.send(chain.wallet.address).succeeded


def test_events_are_told_by_block_and_contract_in_order(chain: Chain) -> None:
    one, other = chain.wallet.deploy(STORE), chain.wallet.deploy(STORE)
    receipts = [
        chain.wallet.send(one, word(5)),
        chain.wallet.send(other, word(6)),
        chain.wallet.send(one, word(7)),
    ]
    headers = chain.node.headers(receipts[0].block_number, receipts[2].block_number)

    told = chain.node.logs(headers, [one])
    assert [len(logs) for logs in told] == [2, 0, 2]
    assert told[0] == list(receipts[0].logs)
    assert [log.log_index for log in told[2]] == [0, 1]
    assert told[2][0].address == one
    assert told[2][0].topics == (word(7),)
    assert told[2][1].topics == ()
    assert told[2][0].data == word(7)
    assert told[2][0].transaction_hash == receipts[2].transaction_hash
    assert told[2][0].transaction_index == 0

    assert chain.node.logs(headers, [one, other]) == [list(receipt.logs) for receipt in receipts]
    assert chain.node.logs(headers, []) == [[], [], []]
    assert chain.node.logs([], [one]) == []


def test_the_events_of_other_contracts_in_the_same_block_are_left_out(chain: Chain) -> None:
    store, relay = chain.wallet.deploy(STORE), chain.wallet.deploy(RELAY)
    receipt = chain.wallet.send(relay, word(int.from_bytes(store, "big")) + word(8))
    headers = chain.node.headers(receipt.block_number, receipt.block_number)
    assert [log.address for log in receipt.logs] == [relay, store, store]
    assert [log.log_index for log in chain.node.logs(headers, [store])[0]] == [1, 2]
    assert [log.log_index for log in chain.node.logs(headers, [relay])[0]] == [0]


def test_events_of_a_block_the_chain_does_not_know_are_no_empty_list(chain: Chain) -> None:
    head = chain.node.head()
    unknown = Header(head.number, NOWHERE, head.parent_hash, head.timestamp)
    with pytest.raises(NodeUnreachable):
        chain.node.logs([unknown], [chain.wallet.address])


def test_a_past_block_still_answers_as_it_did(chain: Chain) -> None:
    store = chain.wallet.deploy(STORE)
    then = chain.wallet.send(store, word(5)).block_number
    now = chain.wallet.send(store, word(6)).block_number
    assert chain.node.call(store, b"", block=then) == word(5)
    assert chain.node.call(store, b"", block=now) == word(6)
    assert chain.node.call(store, b"") == word(6)
    with pytest.raises(NodeUnreachable):
        chain.node.call(store, b"", block=now + 1)


def test_a_past_block_answers_with_its_own_time(chain: Chain) -> None:
    clock = chain.wallet.deploy(CLOCK)
    then = chain.node.head()
    chain.advance(1_000)
    chain.wallet.send(chain.wallet.address)
    assert chain.node.call(clock, b"", block=then.number) == word(then.timestamp) + word(then.number)


def test_a_question_about_now_is_answered_at_the_time_the_next_block_would_have(chain: Chain) -> None:
    clock = chain.wallet.deploy(CLOCK)
    before = chain.node.head()
    chain.advance(100_000)
    answer = chain.node.call(clock, b"")
    seconds = int.from_bytes(answer[:32], "big")
    assert abs(before.timestamp + 100_000 - seconds) < 30
    assert int.from_bytes(answer[32:], "big") == before.number + 1
    chain.wallet.send(chain.wallet.address)
    assert seconds <= chain.node.head().timestamp <= seconds + 30


def test_asking_changes_nothing(chain: Chain) -> None:
    store = chain.wallet.deploy(STORE)
    head = chain.node.head()
    chain.node.call(store, word(9), sender=chain.wallet.address)
    chain.node.gas_needed(chain.wallet.address, store, word(9))
    assert chain.node.call(store, b"") == word(0)
    assert chain.node.head() == head


def test_someone_without_coin_may_ask(chain: Chain) -> None:
    store = chain.wallet.deploy(STORE)
    assert chain.node.call(store, b"", sender=address_of(key(9))) == word(0)
    assert chain.node.gas_needed(address_of(key(9)), store, word(1)) > 21_000


@pytest.mark.parametrize(
    ("depth", "used", "most"),
    [(0, 131_679, 178_640), (1, 131_859, 181_720), (5, 132_531, 194_508), (30, 136_731, 297_354)],
)
def test_the_gas_named_is_enough_however_deep_the_calls(
    chain: Chain, depth: int, used: int, most: int
) -> None:
    """A call keeps a 64th of its gas back from the one below (EIP-150), so more is needed than is used. `most` is what
    the embedded chain names, with its room; Anvil comes closer to what is needed."""
    nest = chain.wallet.deploy(NEST)
    gas = chain.node.gas_needed(chain.wallet.address, nest, word(depth))
    receipt = chain.wallet.send(nest, word(depth), gas=gas)
    assert receipt.succeeded
    assert receipt.gas_used == used < gas <= most


def test_the_gas_named_is_enough_where_the_last_thing_done_is_a_cheap_store(chain: Chain) -> None:
    keeper = chain.wallet.deploy(KEEPER)
    chain.wallet.send(keeper)
    gas = chain.node.gas_needed(chain.wallet.address, keeper, b"")
    assert chain.wallet.send(keeper, gas=gas).succeeded


def test_the_gas_named_is_enough_in_the_next_second_too(chain: Chain) -> None:
    """Tried in the second of the last entry it is written over, which costs a tenth of a new one."""
    historian = chain.wallet.deploy(HISTORIAN)
    entry = chain.wallet.send(historian).gas_used
    gas = chain.node.gas_needed(chain.wallet.address, historian, b"")
    while gas - LEAST_ROOM >= entry:  # the second was over before it was tried
        chain.wallet.send(historian)
        gas = chain.node.gas_needed(chain.wallet.address, historian, b"")
    chain.advance(2)
    receipt = chain.wallet.send(historian, gas=gas)
    assert receipt.succeeded
    assert receipt.gas_used == entry > gas - LEAST_ROOM, "without the room it would not have been enough"


def test_the_gas_named_is_enough_where_some_is_refunded(chain: Chain) -> None:
    store = chain.wallet.deploy(STORE)
    chain.wallet.send(store, word(5))
    gas = chain.node.gas_needed(chain.wallet.address, store, word(0))
    receipt = chain.wallet.send(store, word(0), gas=gas)
    assert receipt.succeeded
    assert receipt.gas_used < gas


def test_the_gas_named_is_enough_where_a_call_moves_coin(chain: Chain) -> None:
    payer = chain.wallet.deploy(PAYER, value=10)
    receiver = word(int.from_bytes(chain.wallet.address, "big"))
    gas = chain.node.gas_needed(chain.wallet.address, payer, receiver)
    assert chain.wallet.send(payer, receiver, gas=gas).succeeded
    assert chain.node.balance(payer) == 9


def test_the_gas_named_is_enough_to_create_a_contract(chain: Chain) -> None:
    gas = chain.node.gas_needed(chain.wallet.address, None, STORE)
    assert chain.wallet.send(data=STORE, gas=gas).succeeded


def test_value_that_the_sender_does_not_have_needs_no_gas(chain: Chain) -> None:
    with pytest.raises(TransactionRejected):
        chain.node.gas_needed(address_of(key(9)), chain.wallet.address, b"", value=1)


def test_the_outlook_is_what_the_node_says_one_by_one(chain: Chain) -> None:
    store, poor = chain.wallet.deploy(STORE), address_of(key(9))
    calls = [
        Call(chain.wallet.address, store, word(9)),
        Call(poor, store, word(1)),
        Call(chain.wallet.address, poor, b"", 7),
    ]
    outlook = chain.node.outlook(calls)
    assert outlook.gas == tuple(
        chain.node.gas_needed(call.sender, call.to, call.data, call.value) for call in calls
    )
    assert outlook.fees == chain.node.fees()
    assert outlook.head == chain.node.head().number
    for sender in (chain.wallet.address, poor):
        assert outlook.balances[sender] == chain.node.balance(sender)
        assert outlook.nonces[sender] == chain.node.nonce(sender)


def test_the_outlook_refuses_what_would_not_succeed(chain: Chain) -> None:
    fine, poor = Call(chain.wallet.address, chain.wallet.address, b""), address_of(key(9))
    with pytest.raises(Reverted) as reverted:
        chain.node.outlook([fine, Call(poor, chain.wallet.deploy(REFUSER), b"")])
    assert reverted.value.data == REFUSAL
    with pytest.raises(TransactionRejected):
        chain.node.outlook([fine, Call(poor, chain.wallet.address, b"", 1)])
    assert chain.node.outlook([]).gas == ()


def test_what_is_sent_and_waited_for_comes_back_as_its_receipt(chain: Chain) -> None:
    signed = chain.wallet.sign(address_of(key(2)), value=7)
    receipt = chain.node.send_and_wait(signed, 10)
    assert receipt is not None
    assert receipt == chain.node.receipt(receipt.transaction_hash)
    assert chain.node.send_and_wait(signed, 10) == receipt
    assert chain.node.balance(address_of(key(2))) == 7


def test_what_cannot_be_mined_is_not_waited_for(chain: Chain) -> None:
    with pytest.raises(TransactionRejected):
        chain.node.send_and_wait(chain.wallet.sign(address_of(key(2)), value=10**30), 10)


def test_a_transaction_nobody_sent_has_no_receipt(chain: Chain) -> None:
    assert chain.node.receipt(NOWHERE) is None
    assert chain.node.wait_for_receipt(NOWHERE, 0.2) is None


def test_gas_is_paid_from_the_sender_s_balance_at_no_more_than_was_offered(chain: Chain) -> None:
    before, fees = chain.node.balance(chain.wallet.address), chain.node.fees()
    receipt = chain.wallet.send(chain.wallet.address)
    paid = before - chain.node.balance(chain.wallet.address)
    assert 0 < paid <= receipt.gas_used * fees.max_fee_per_gas


def test_a_closed_node_answers_nobody(chain: Chain) -> None:
    chain.node.close()
    with pytest.raises(NodeUnreachable):
        chain.node.head()
    chain.node.close()
