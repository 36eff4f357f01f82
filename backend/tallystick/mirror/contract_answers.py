"""What the contracts hold but cannot list: each row of the mirror is asked for by its key."""

from collections.abc import Iterable, Iterator

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, Reverted
from tallystick.mirror.comparison import Row
from tallystick.mirror.contract_calls import ContractCalls, claim_number
from tallystick.mirror.decoders.words import bits, currency_of, number, words_of
from tallystick.mirror.projections.offers import OPEN

ENDED = "ended"
"""How an offer that does not stand reads where the mirror thinks that it does."""


class ContractAnswers:
    """Goes through rows of the mirror; gives those that exist at the end of `block`, in the same order."""

    def __init__(self, node: Node, contracts: Contracts, block: int) -> None:
        self._ask = ContractCalls(node, contracts, block)

    def accounts(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Every address has an account, if only one of zeros."""
        for row in rows:
            word = number(self._ask.ledger("accountWord(address)", row["address"]))
            yield {
                "address": row["address"],
                "opened": bool(bits(word, 64, 1)),
                "roles": bits(word, 72, 8),
                "suspended": bool(bits(word, 65, 1)),
                "desk": bool(bits(word, 66, 1)),
                "claims": bits(word, 0, 64),
            }

    def suspensions(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {"account": row["account"], "authority": row["authority"]}
            order = self._ask.ledger("suspensionOrder(address,address)", *key.values())
            if any(order):
                yield {**key, "order": order}

    def documents(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            try:
                answer = words_of(self._ask.evidence("documentOf(bytes32)", row["fingerprint"]))
            except Reverted:
                continue
            buyer, amount, currency, kind, seller, drawn = answer
            yield {
                "fingerprint": row["fingerprint"],
                "buyer": buyer[12:],
                "seller": seller[12:],
                "amount": number(amount),
                "currency": currency_of(currency[:3]),
                "kind": number(kind),
                "drawn": number(drawn),
            }

    def credit_notes(self, rows: Iterable[Row]) -> Iterator[Row]:
        """All but their amounts, which the contract takes off the documents and forgets."""
        for row in rows:
            fingerprint = self._ask.evidence("creditedBy(bytes32)", row["credit_note"])
            if any(fingerprint):
                yield {"credit_note": row["credit_note"], "fingerprint": fingerprint}

    def drawings(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {name: row[name] for name in ("fingerprint", "receivable", "serial")}
            consumer = row["receivable"]
            if row["serial"]:
                consumer = claim_number(row["receivable"], row["serial"])
            drawn = number(self._ask.evidence("drawnBy(bytes32,uint256)", row["fingerprint"], consumer))
            if drawn:
                yield {**key, "amount": drawn}

    def freeze_orders(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {name: row[name] for name in ("receivable", "serial", "authority")}
            claim = claim_number(row["receivable"], row["serial"])
            order = self._ask.ledger("freezeOrder(uint256,address)", claim, row["authority"])
            if any(order):
                yield {**key, "order": order}

    def offers(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The contract knows of an offer whether it stands, and nothing else."""
        for row in rows:
            if number(self._ask.ledger("offerStands(bytes32)", row["id"])):
                yield {"id": row["id"], "state": OPEN}
            else:
                yield {"id": row["id"], "state": ENDED if row["state"] == OPEN else row["state"]}

    def allowances(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {name: row[name] for name in ("receivable", "serial", "operator")}
            claim = claim_number(row["receivable"], row["serial"])
            try:
                value = number(self._ask.ledger("allowance(uint256,address)", claim, row["operator"]))
            except Reverted:
                continue
            if value:
                yield {**key, "value": str(value)}

    def wallets(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            owner = row["owner"]
            try:
                bank, tier, _paid_today = words_of(self._ask.ecny("walletOf(address)", owner))
            except Reverted:
                continue
            balance = number(self._ask.ecny("balanceOf(address)", owner))
            yield {
                "owner": owner,
                "bank": bank[12:],
                "tier": number(tier),
                "balance": balance,
                "held": balance - number(self._ask.ecny("availableOf(address)", owner)),
            }

    def holds(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The contract forgets a hold of which nothing is left."""
        for row in rows:
            try:
                answer = words_of(self._ask.ecny("holdOf(uint256)", row["number"]))
            except Reverted:
                yield {"number": row["number"], "left": 0}
                continue
            payer, expiry, releaser, payee, left, purpose = answer
            yield {
                "number": row["number"],
                "payer": payer[12:],
                "releaser": releaser[12:],
                "payee": payee[12:] if any(payee) else None,
                "left": number(left),
                "expiry": number(expiry),
                "purpose": purpose,
            }

    def payment_approvals(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {"owner": row["owner"], "spender": row["spender"]}
            amount = number(self._ask.ecny("allowance(address,address)", *key.values()))
            if amount:
                yield {**key, "amount": str(amount)}

    def liens(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {name: row[name] for name in ("receivable", "serial", "epoch", "financier")}
            claim = claim_number(row["receivable"], row["serial"])
            signature = "lienReceipt(address,uint256,uint256)"
            receipt = self._ask.desk(signature, row["financier"], claim, row["epoch"])
            if any(receipt):
                yield {**key, "receipt": receipt}

    def agreements(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            try:
                answer = words_of(self._ask.desk("agreementOf(uint64)", row["number"]))
            except Reverted:
                continue
            creditor, rate, day_count, due_day, pledge, obligor, reserve, _claim = answer
            yield {
                "number": row["number"],
                "pledge": bool(number(pledge)),
                "creditor": creditor[12:],
                "obligor": obligor[12:],
                "rate_ppm": number(rate),
                "day_count": number(day_count),
                "due_day": number(due_day),
                "reserve_ppm": number(reserve),
            }

    def quotes(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The contract knows of a quote whether it has ended, and nothing else."""
        for row in rows:
            if number(self._ask.desk("quoteEnded(bytes32)", row["quote"])):
                yield {"quote": row["quote"]}

    def statements(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Without the evidence, which the contract only tells."""
        for row in rows:
            key = {"identity": row["identity"], "topic": row["topic"]}
            signature = "statementOn(address,uint256)"
            issuer, expiry = words_of(self._ask.identities(signature, row["identity"], int(row["topic"])))
            if any(issuer):
                yield {**key, "issuer": issuer[12:], "expiry": number(expiry)}

    def note_wallets(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Of a wallet that was verified under earlier topics or issuers the contract does not tell until when."""
        generation = number(self._ask.identities("generation()"))
        for row in rows:
            identity = self._ask.identities("identity(address)", row["wallet"])[12:]
            if not any(identity):
                continue
            answer = {
                "wallet": row["wallet"],
                "identity": identity,
                "country": number(self._ask.identities("investorCountry(address)", row["wallet"])),
            }
            if row["generation"] == generation:
                answer["until"] = number(self._ask.identities("verifiedUntil(address)", row["wallet"]))
            yield answer

    def listed_countries(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if number(self._ask.countries("isListed(uint80,uint16)", row["list"], row["country"])):
                yield {"list": row["list"], "country": row["country"]}

    def note_balances(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The contract keeps the standing of holders as well, which is the registry's."""
        for row in rows:
            word = number(self._ask.series(row["series"], "holderWord(address)", row["holder"]))
            answer = {
                "balance": bits(word, 0, 64),
                "frozen": str(bits(word, 64, 64)),
                "wallet_frozen": bool(bits(word, 136, 1)),
            }
            if word & (1 << 128) - 1 or answer["wallet_frozen"]:
                yield {"series": row["series"], "holder": row["holder"], **answer}

    def note_agents(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if number(self._ask.series(row["series"], "isAgent(address)", row["agent"])):
                yield {"series": row["series"], "agent": row["agent"]}

    def note_allowances(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = {name: row[name] for name in ("series", "owner", "spender")}
            signature = "allowance(address,address)"
            amount = number(self._ask.series(row["series"], signature, row["owner"], row["spender"]))
            if amount:
                yield {**key, "amount": str(amount)}
