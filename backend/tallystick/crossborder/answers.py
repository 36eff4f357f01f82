"""What the feeds of a currency say, as far as the contracts believe it."""

from typing import NamedTuple

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Reverted
from tallystick.refusal import Refusal
from tallystick.sending.contract_errors import refusal_of

_QUESTION = "check(bytes3)"


class Answer(NamedTuple):
    """What the feeds of a currency say now, as the contracts would keep it."""

    currency: str
    round: int
    answer: int
    updated_at: int
    decimals: int
    direction: int


def believed(node: Node, contracts: Contracts, currency: str) -> Answer | Refusal:
    """What the feeds say, or by which refusal the contracts do not believe it."""
    asked = interface("ExchangeRates").encode(_QUESTION, currency.encode())
    try:
        answered = node.call(contracts.rates, asked)
    except Reverted as reverted:
        return refusal_of(reverted)
    ((_, updated_at, round_, decimals, direction, answer, _),) = interface("ExchangeRates").decode_answer(
        _QUESTION, answered
    )
    return Answer(currency, round_, answer, updated_at, decimals, direction)
