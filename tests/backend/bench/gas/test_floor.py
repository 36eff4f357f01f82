"""Floors come from the protocol's prices; the figures here are worked out by hand from the EIPs."""

from tallystick.bench.gas.floor import Creation, Floor, changed, cleared, created, event, read
from tallystick.bench.gas.prices import of_calldata, of_log


def test_calldata_costs_four_a_zero_byte_and_sixteen_any_other() -> None:
    assert of_calldata(b"") == 0
    assert of_calldata(bytes(32)) == 128
    assert of_calldata(b"\x00\x01\xff") == 36


def test_an_event_costs_375_and_375_a_topic_and_8_a_byte() -> None:
    assert of_log(topics=4, data_bytes=0) == 1_875
    assert of_log(topics=3, data_bytes=32) == 1_756


def test_words_cost_what_eip_2929_and_eip_2200_charge_for_the_first_touch() -> None:
    words = (read("a"), changed("b"), created("c"), cleared("d"))
    assert [word.gas_each for word in words] == [2_100, 5_000, 22_100, 5_000]


def test_a_floor_is_the_sum_of_its_named_parts() -> None:
    floor = Floor((created("claim", 3),), (("recipient", 2),), (event("ReceivableLedger", "Transfer", 3),))
    gas = {part.name: part.gas for part in floor.parts(b"\x01")}
    assert gas == {
        "transaction": 21_000,
        "calldata": 16,
        "word: claim": 66_300,
        "account: recipient": 5_200,
        "event: Transfer": 5_625,
    }
    assert floor.gas(b"\x01") == 98_141


def test_a_cleared_word_gives_4800_back() -> None:
    assert Floor((cleared("allowance"),)).gas(b"") == 21_000 + 5_000 - 4_800


def test_a_contract_that_is_made_costs_32000_and_200_a_byte_of_its_code() -> None:
    """ERC-1167's clone has 45 bytes."""
    assert Floor((), creations=(Creation("clone", 45),)).gas(b"") == 21_000 + 41_000


def test_the_floor_of_two_transactions_has_both_and_the_calldata_of_both() -> None:
    parts = {part.name: (part.count, part.gas) for part in Floor(()).parts(b"\x01", b"\x00\x00")}
    assert parts == {"transaction": (2, 42_000), "calldata": (3, 24)}


def test_refunds_are_at_most_a_fifth_of_what_was_used() -> None:
    used = 21_000 + 10 * 5_000
    assert Floor((cleared("allowance", 10),)).gas(b"") == used - used // 5


def test_an_event_is_measured_as_its_contract_declares_it() -> None:
    """`OfferMade`: name and three indexed fields; four words of data, one of them the place of the drawings."""
    made = event("ReceivableLedger", "OfferMade", dynamic_bytes=32 + 64)
    assert (made.topics, made.data_bytes) == (4, 4 * 32 + 32 + 64)
