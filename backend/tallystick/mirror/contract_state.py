"""What the contracts count themselves at a block: their storage words, cut into columns as the mirror names them."""

from collections.abc import Iterable, Iterator
from operator import itemgetter

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, Reverted
from tallystick.mirror.comparison import Row
from tallystick.mirror.contract_calls import ContractCalls, claim_number
from tallystick.mirror.decoders.discount import knots_of
from tallystick.mirror.decoders.notes import modules_of
from tallystick.mirror.decoders.registries import programme_terms
from tallystick.mirror.decoders.words import bits, number, words_of
from tallystick.mirror.projections.identities import GENERATION

CLAIMS_A_CALL = 500

NOBODY = bytes(20)


class ContractState:
    """Reads one deployment's contracts as they stood at the end of `block`. Rows come in the order of their keys."""

    def __init__(self, node: Node, contracts: Contracts, block: int) -> None:
        self._ask = ContractCalls(node, contracts, block)

    def programmes(self) -> Iterator[Row]:
        for programme in self._programme_numbers():
            yield programme_terms(programme, self._ask.programmes("programmeOf(uint32)", programme))._asdict()

    def term_rules(self) -> Iterator[Row]:
        for programme in self._programme_numbers():
            words = words_of(self._ask.programmes("termRules(uint32)", programme))
            for day, months in zip(words[2::2], words[3::2], strict=True):
                yield {
                    "programme": programme,
                    "from_day": number(day),
                    "longest_term_months": number(months),
                }

    def curve_knots(self) -> Iterator[Row]:
        """Every version of every curve, without when it was set."""
        for programme in self._programme_numbers():
            for version in range(1, number(self._ask.curves("curveVersion(uint32)", programme)) + 1):
                for days, ppm in knots_of(self._ask.curves("curveOf(uint32,uint32)", programme, version)):
                    yield {
                        "programme": programme,
                        "version": version,
                        "remaining_days": days,
                        "rate_ppm": ppm,
                    }

    def receivables(self) -> Iterator[Row]:
        """All columns but the mirror's own count of lots."""
        for receivable in range(1, number(self._ask.issuance("receivableCount()")) + 1):
            yield {**self._terms(receivable), **self._word(receivable)}

    def claims(self, receivables: Iterable[Row]) -> Iterator[Row]:
        """Every claim of these receivables."""
        for receivable in receivables:
            for first in range(1, receivable["next_serial"], CLAIMS_A_CALL):
                count = min(CLAIMS_A_CALL, receivable["next_serial"] - first)
                yield from self._claims(receivable["number"], first, count)

    def rounds(self, receivables: Iterable[Row]) -> Iterator[Row]:
        """Every round of these receivables, without when it was opened."""
        for receivable in map(itemgetter("number"), receivables):
            try:
                count = number(words_of(self._ask.settlement("positionOf(uint64)", receivable))[2])
            except Reverted:
                continue  # in a foreign currency and not fixed yet
            for position in range(1, count + 1):
                answer = self._ask.settlement("roundOf(uint64,uint8)", receivable, position)
                amount, face, cursor, hold, interest = map(number, words_of(answer)[:5])
                yield {
                    "receivable": receivable,
                    "round": position,
                    "hold": hold,
                    "amount": amount,
                    "face": face,
                    "cursor": cursor,
                    "interest": bool(interest),
                }

    def generation(self) -> Iterator[Row]:
        """No row where it is still the first one."""
        generation = number(self._ask.identities("generation()"))
        if generation > 1:
            yield {"id": GENERATION, "generation": generation}

    def required_topics(self) -> Iterator[Row]:
        topics = words_of(self._ask.identities("getClaimTopics()"))[2:]
        yield from ({"topic": topic} for topic in sorted(str(number(word)) for word in topics))

    def trusted_issuers(self) -> Iterator[Row]:
        issuers = [word[12:] for word in words_of(self._ask.identities("getTrustedIssuers()"))[2:]]
        for issuer in sorted(issuers):
            topics = words_of(self._ask.identities("getTrustedIssuerClaimTopics(address)", issuer))[2:]
            for topic in sorted({str(number(word)) for word in topics}):
                yield {"issuer": issuer, "topic": topic}

    def offerings(self) -> Iterator[Row]:
        """Without who owned it when it was opened, and when that was."""
        for programme in self._programme_numbers():
            agent = self._ask.note_desk("agentOf(uint32)", programme)[12:]
            if any(agent):
                compliance = self._ask.note_desk("complianceOf(uint32)", programme)[12:]
                yield {"programme": programme, "compliance": compliance, "agent": agent}

    def offering_modules(self, offerings: Iterable[Row]) -> Iterator[Row]:
        """The rules of these offerings."""
        for compliance in sorted(offering["compliance"] for offering in offerings):
            set_now = modules_of(self._ask.compliance(compliance, "modules()"))
            for position, (module, setting) in enumerate(set_now):
                yield {
                    "compliance": compliance,
                    "position": position,
                    "module": module,
                    "setting": str(setting),
                }

    def note_series(self, receivables: Iterable[Row]) -> Iterator[Row]:
        """The series of these receivables, by address."""
        series = [self._series(receivable["number"]) for receivable in receivables]
        yield from sorted((row for row in series if row is not None), key=itemgetter("address"))

    def _series(self, receivable: int) -> Row | None:
        address = self._ask.note_desk("seriesOf(uint64)", receivable)[12:]
        if not any(address):
            return None
        word = number(self._ask.series(address, "seriesState()"))
        return {
            "address": address,
            "receivable": bits(word, 136, 64),
            "supply": bits(word, 0, 64),
            "holders": bits(word, 64, 32),
            "closing": bits(word, 96, 40),
            "paused": bool(bits(word, 200, 1)),
        }

    def _programme_numbers(self) -> range:
        return range(1, number(self._ask.programmes("programmeCount()")) + 1)

    def _terms(self, receivable: int) -> Row:
        debtor, face, issue_day, status, creditor, accept_day, due_day, programme = words_of(
            self._ask.issuance("termsOf(uint64)", receivable)
        )
        proposer = self._ask.issuance("cancellationProposer(uint64)", receivable)
        return {
            "number": receivable,
            "programme": number(programme),
            "debtor": debtor[12:],
            "creditor": creditor[12:],
            "face": number(face),
            "issue_day": number(issue_day),
            "accept_day": number(accept_day),
            "due_day": number(due_day),
            "status": number(status),
            "cancellation_proposer": somebody(proposer[12:]),
        }

    def _word(self, receivable: int) -> Row:
        """There is none before acceptance."""
        word = number(self._ask.ledger("receivableWord(uint64)", receivable))
        return {
            "outstanding": bits(word, 64, 64),
            "paused": bool(bits(word, 16, 1)),
            "next_serial": bits(word, 128, 64) if word else 1,
        }

    def _claims(self, receivable: int, first: int, count: int) -> Iterator[Row]:
        # The answer is an array: its offset, its length, its words.
        words = words_of(self._ask.ledger("claimWords(uint64,uint64,uint64)", receivable, first, count))[2:]
        for serial, word in enumerate(map(number, words), first):
            if word:
                yield self._claim(receivable, serial, word)

    def _claim(self, receivable: int, serial: int, word: int) -> Row:
        """Its ties are told twice: as bits, and by whom it is tied to, for which the bits alone let us ask."""
        encumbered, recourse = bits(word, 249, 1), bits(word, 250, 1)
        party, agreement = bytes(32), bytes(32)
        if encumbered or recourse:
            party, agreement = words_of(self._ask.ledger("tieOf(uint256)", claim_number(receivable, serial)))
        return {
            "receivable": receivable,
            "serial": serial,
            "holder": bits(word, 0, 160).to_bytes(20, "big"),
            "face": bits(word, 160, 64),
            "epoch": bits(word, 224, 16),
            "round": bits(word, 240, 8),
            "frozen": bool(bits(word, 248, 1)),
            "beneficiary": somebody(party[12:]) if encumbered else None,
            "recourse": bool(recourse),
            "agreement": number(agreement) or None,
            "disputed": bool(bits(word, 251, 1)),
        }


def somebody(address: bytes) -> bytes | None:
    return None if address == NOBODY else address
