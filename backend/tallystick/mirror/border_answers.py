"""What the contracts of cross-border trade hold: each row is asked for by its key."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, Reverted
from tallystick.mirror.comparison import Row
from tallystick.mirror.contract_calls import ContractCalls
from tallystick.mirror.decoders.border import GROUP_BYTES
from tallystick.mirror.decoders.words import number, text_of, words_of


class BorderAnswers:
    """Goes through rows of the mirror; gives those that exist at the end of `block`, in the same order."""

    def __init__(self, node: Node, contracts: Contracts, block: int) -> None:
        self._ask = ContractCalls(node, contracts, block)

    def rate_readings(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The contract knows them by currency and second; of several in one second it knows the last."""
        for _, of_a_second in groupby(rows, lambda row: row["at"]):
            together = list(of_a_second)
            last = {row["currency"]: row for row in together}
            for row in together:
                key = {"block": row["block"], "log_index": row["log_index"]}
                currency = row["currency"].encode()
                words = words_of(self._ask.rates("readingAt(bytes3,uint40)", currency, row["at"]))
                at, updated_at, round_, decimals, direction, answer, _ = map(number, words)
                if at != row["at"]:
                    continue
                if row is not last[row["currency"]]:
                    yield key
                    continue
                yield {
                    **key,
                    "round": str(round_),
                    "answer": str(answer),
                    "updated_at": updated_at,
                    "decimals": decimals,
                    "direction": direction,
                }

    def local_feeds(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            feed = row["feed"]
            if not number(self._ask.local_feeds("isOpen(address)", feed)):
                continue
            description = words_of(self._ask.aggregator(feed, "description()"))
            yield {
                "feed": feed,
                "reporter": self._ask.aggregator(feed, "reporter()")[12:],
                "decimals": number(self._ask.aggregator(feed, "decimals()")),
                "description": text_of(b"".join(description[2:])[: number(description[1])]),
            }

    def feed_answers(self, rows: Iterable[Row]) -> Iterator[Row]:
        """All but when each was pushed."""
        is_open = cache(lambda feed: number(self._ask.local_feeds("isOpen(address)", feed)))
        for row in rows:
            key = {"feed": row["feed"], "round": row["round"]}
            if not is_open(row["feed"]):
                continue
            try:
                answer = self._ask.aggregator(row["feed"], "getRoundData(uint80)", row["round"])
            except Reverted:
                continue
            _, given, _, updated_at, _ = words_of(answer)
            yield {
                **key,
                "answer": str(int.from_bytes(given, "big", signed=True)),
                "updated_at": number(updated_at),
            }

    def factors(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            try:
                words = words_of(self._ask.valuations("factorsOf(uint32)", row["programme"]))
            except Reverted:
                continue
            none, shipped, customs, delivered = map(number, words)
            yield {
                "programme": row["programme"],
                "none": none,
                "shipped": shipped,
                "customs": customs,
                "delivered": delivered,
            }

    def fixing_fallbacks(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            days = number(self._ask.fixings("fallbackDays(uint32)", row["programme"]))
            if days:
                yield {"programme": row["programme"], "days": days}

    def fixings(self, rows: Iterable[Row]) -> Iterator[Row]:
        """All but when each was made."""
        for row in rows:
            try:
                words = words_of(self._ask.fixings("fixingOf(uint64)", row["receivable"]))
            except Reverted:
                continue
            round_, answer, updated_at, decimals, direction, fallback = map(number, words)
            yield {
                "receivable": row["receivable"],
                "round": str(round_),
                "answer": str(answer),
                "updated_at": updated_at,
                "decimals": decimals,
                "direction": direction,
                "fallback": bool(fallback),
                "owed": number(self._ask.fixings("owedOn(uint64)", row["receivable"])),
            }

    def milestones(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The contract keeps the last one and when it was, and forgets whose statement it was."""
        for row in rows:
            words = words_of(self._ask.milestones("reachedBy(uint64)", row["receivable"]))
            reached, occurred_at = map(number, words)
            key = {"receivable": row["receivable"], "milestone": row["milestone"]}
            if row["milestone"] == reached:
                yield {**key, "occurred_at": occurred_at}
            elif row["milestone"] < reached:
                yield key

    def border_limits(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            try:
                words = words_of(self._ask.cross_border("limitsOf(uint32)", row["programme"]))
            except Reverted:
                continue
            transaction_cap, window_cap, window, countries, released_at = map(number, words)
            yield {
                "programme": row["programme"],
                "transaction_cap": transaction_cap,
                "window_cap": window_cap,
                "window": window,
                "countries": str(countries),
                "released_at": released_at,
            }

    def border_purposes(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {"programme": row["programme"], "purpose": row["purpose"]}
            if number(self._ask.cross_border("isPurposeAllowed(uint32,uint32)", *key.values())):
                yield key

    def border_wallets(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            group, country = words_of(self._ask.cross_border("ownerOf(address)", row["wallet"]))
            if number(country):
                yield {"wallet": row["wallet"], "group": group[:GROUP_BYTES], "country": number(country)}

    def declared_purposes(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            purpose = number(self._ask.cross_border("purposeOf(uint64)", row["receivable"]))
            if purpose:
                yield {"receivable": row["receivable"], "purpose": purpose}

    def border_orders(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {"programme": row["programme"], "authority": row["authority"]}
            order = self._ask.cross_border("suspensionOf(uint32,address)", *key.values())
            if any(order):
                yield {**key, "order": order}
