"""From a command to signed transactions: what its contracts say to it, the gas it needs, and the signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Fees, Node, NodeUnreachable, Reverted, TransactionRejected
from tallystick.chain.signed_transaction import read
from tallystick.refusal import Unavailable
from tallystick.sending.attempts import PendingTransaction, SignedTransaction
from tallystick.sending.command import Call, Command
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.keyring import Keyring
from tallystick.sending.outbox import Outbox

GAS_ALLOWANCE = 10**18
"""What the funder gives an account for gas at a time, in wei."""

CLOSING_GAS = 21_000
"""Of a transaction that carries nothing (G_transaction in the Yellow Paper's fee schedule)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call with the gas that it may use."""

    call: Call
    gas: int


class Preparation:
    """Tries commands out and signs them. `funder` pays for the gas of accounts that run low."""

    def __init__(
        self, node: Node, contracts: Contracts, keyring: Keyring, outbox: Outbox, funder: bytes
    ) -> None:
        self._node = node
        self._contracts = contracts
        self._keyring = keyring
        self._outbox = outbox
        self._funder = funder
        self.chain_id = node.chain_id()

    def steps(self, command: Command) -> list[Step]:
        """Each call with its gas; refused here if its contract would refuse it now."""
        try:
            return self._tried_out(command)
        except Reverted as reverted:
            raise refusal_of(reverted) from reverted
        except TransactionRejected as rejected:
            raise Unavailable(
                "transaction_rejected",
                f"The chain would not take the transaction: {rejected}.",
                "Tell the operator.",
            ) from rejected
        except NodeUnreachable as problem:
            raise Unavailable(
                "node_unreachable",
                f"The chain does not answer: {problem}.",
                "Try again; nothing has been done.",
            ) from problem

    def needs_a_wallet(self, steps: Sequence[Step]) -> bool:
        """Whether somebody must sign whose key is not with us."""
        return any(not self._keyring.holds(step.call.sender) for step in steps)

    def sign(self, operation: str, steps: Sequence[Step]) -> list[PendingTransaction]:
        """Signs every step and has the outbox keep the bytes. Raises `OperationTakenOver`, `SenderLeased`.

        The caller sees to it that nobody else in this process signs for these senders in the meantime.
        """
        senders = [step.call.sender for step in steps]
        return self._outbox.store_signed(operation, senders, self._nonces(senders), self._signing(steps))

    def sign_before(
        self, operation: str, steps: Sequence[Step], submitted: Sequence[SignedTransaction]
    ) -> list[PendingTransaction]:
        """Signs steps of our own that go before what a wallet has signed, and has the outbox keep all of it.

        Raises as `sign` does, and `NonceTaken`.
        """
        senders = [step.call.sender for step in steps]
        return self._outbox.store_submitted(
            operation, submitted, senders, self._nonces(senders), self._signing(steps)
        )

    def with_higher_fees(self, pending: PendingTransaction) -> SignedTransaction:
        """The same transaction at the same nonce, for at least an eighth more: nodes replace for no less than a tenth.

        go-ethereum: `--txpool.pricebump`, 10 by default; Besu: `--tx-pool-price-bump`, 10; Nethermind: 10.
        """
        latest = pending.latest
        content = read(latest.signed)
        step = Step(Call(content.sender, content.to, content.data, content.value), content.gas)
        return self._signed_anew(pending, step, closing=latest.closing)

    def closing(self, pending: PendingTransaction) -> SignedTransaction:
        """An empty transaction to oneself that uses the nonce up, so that later ones can follow."""
        step = Step(Call(pending.sender, pending.sender, b""), CLOSING_GAS)
        return self._signed_anew(pending, step, closing=True)

    def next_nonces(self, wallet: bytes, count: int) -> range:
        """With which nonces a wallet has to sign next: those after what was submitted, mined or not."""
        first = max(self._node.nonce(wallet), self._outbox.nonce_after(wallet))
        return range(first, first + count)

    def can_sign(self, sender: bytes) -> bool:
        return self._keyring.holds(sender)

    def fees(self) -> Fees:
        return self._node.fees()

    def _signed_anew(self, pending: PendingTransaction, step: Step, *, closing: bool) -> SignedTransaction:
        before, now = pending.latest.fees, self._node.fees()
        fees = Fees(
            max(now.max_fee_per_gas, _raised(before.max_fee_per_gas)),
            max(now.max_priority_fee_per_gas, _raised(before.max_priority_fee_per_gas)),
        )
        signer = self._keyring.signer(pending.sender)
        return self._signed(signer, step, pending.nonce, fees, self._node.head().number, closing=closing)

    def _nonces(self, senders: Sequence[bytes]) -> dict[bytes, int]:
        return {sender: self._node.nonce(sender) for sender in set(senders)}

    def _signing(self, steps: Sequence[Step]) -> Any:
        if not steps:
            return None
        signers = [self._keyring.signer(step.call.sender) for step in steps]
        fees, head = self._node.fees(), self._node.head().number

        def sign(position: int, nonce: int) -> SignedTransaction:
            return self._signed(signers[position], steps[position], nonce, fees, head)

        return sign

    def _tried_out(self, command: Command) -> list[Step]:
        steps = self._with_gas_money([self._step(call) for call in command.calls(self._contracts)])
        for call in command.demands(self._contracts):
            self._node.call(call.to, call.data, call.sender)
        return steps

    def _step(self, call: Call) -> Step:
        return Step(call, self._node.gas_needed(call.sender, call.to, call.data, call.value))

    def _with_gas_money(self, steps: list[Step]) -> list[Step]:
        """Puts a payment from the funder first where a sender runs low."""
        price = self._node.fees().max_fee_per_gas
        funding = []
        for sender in {step.call.sender for step in steps} - {self._funder}:
            needed = sum(step.gas for step in steps if step.call.sender == sender) * price
            if self._node.balance(sender) < 2 * needed:
                funding.append(self._step(Call(self._funder, sender, b"", max(GAS_ALLOWANCE, 4 * needed))))
        return funding + steps

    def _signed(
        self,
        signer: LocalAccount,
        step: Step,
        nonce: int,
        fees: Fees,
        head: int,
        *,
        closing: bool = False,
    ) -> SignedTransaction:
        transaction: dict[str, Any] = {
            "type": 2,
            "chainId": self.chain_id,
            "nonce": nonce,
            "maxFeePerGas": fees.max_fee_per_gas,
            "maxPriorityFeePerGas": fees.max_priority_fee_per_gas,
            "gas": step.gas,
            "to": step.call.to,
            "value": step.call.value,
            "data": step.call.data,
        }
        signed = signer.sign_transaction(transaction)
        return SignedTransaction(
            sender=step.call.sender,
            nonce=nonce,
            signed=bytes(signed.raw_transaction),
            hash=bytes(signed.hash),
            fees=fees,
            signed_at=head,
            closing=closing,
        )


def _raised(fee: int) -> int:
    """By an eighth, rounded up, and by one at least."""
    return max(-(-fee * 9 // 8), fee + 1)
