"""From a command to signed transactions: what its contracts say to it, the gas it needs, and the signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eth_account.signers.local import LocalAccount

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Call, Fees, Node, NodeUnreachable, Outlook, Reverted, TransactionRejected
from tallystick.chain.signed_transaction import read
from tallystick.refusal import Unavailable
from tallystick.sending.attempts import PendingTransaction, SignedTransaction
from tallystick.sending.command import Command
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.keyring import Keyring
from tallystick.sending.outbox import Outbox, Signing

GAS_ALLOWANCE = 10**18
"""What the funder gives an account for gas at a time, in wei."""

CLOSING_GAS = 21_000
"""Of a transaction that carries nothing (G_transaction in the Yellow Paper's fee schedule)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call with the gas that it may use."""

    call: Call
    gas: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A command's steps as the chain sees them now, and what signing them takes."""

    steps: tuple[Step, ...]
    nonces: Mapping[bytes, int]
    fees: Fees
    head: int


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

    def plan(self, command: Command) -> Plan:
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

    def sign(self, operation: str, plan: Plan) -> list[PendingTransaction]:
        """Signs every step and has the outbox keep the bytes. Raises `OperationTakenOver`, `SenderLeased`.

        The caller sees to it that nobody else in this process signs for these senders in the meantime.
        """
        senders = [step.call.sender for step in plan.steps]
        return self._outbox.store_signed(operation, senders, plan.nonces, self._signing(plan, plan.steps))

    def sign_before(
        self, operation: str, plan: Plan, submitted: Sequence[SignedTransaction]
    ) -> list[PendingTransaction]:
        """Signs the steps of our own, which go before what a wallet has signed, and has the outbox keep all of it.

        Raises as `sign` does, and `NonceTaken`.
        """
        ours = [step for step in plan.steps if self.can_sign(step.call.sender)]
        senders = [step.call.sender for step in ours]
        return self._outbox.store_submitted(
            operation, submitted, senders, plan.nonces, self._signing(plan, ours)
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

    def _signing(self, plan: Plan, steps: Sequence[Step]) -> Signing:
        signers = [self._keyring.signer(step.call.sender) for step in steps]

        def sign(position: int, nonce: int) -> SignedTransaction:
            return self._signed(signers[position], steps[position], nonce, plan.fees, plan.head)

        return sign

    def _tried_out(self, command: Command) -> Plan:
        calls = command.calls(self._contracts)
        outlook = self._node.outlook(calls)
        for call in command.demands(self._contracts):
            self._node.call(call.to, call.data, call.sender)
        steps = _steps(calls, outlook)
        plan = Plan(steps, outlook.nonces, outlook.fees, outlook.head)
        gas_money = self._gas_money(plan, outlook.balances)
        return self._with_first(gas_money, plan) if gas_money else plan

    def _gas_money(self, plan: Plan, balances: Mapping[bytes, int]) -> list[Call]:
        """Payments from the funder to the senders that run low."""
        payments = []
        for sender in sorted({step.call.sender for step in plan.steps} - {self._funder}):
            gas = sum(step.gas for step in plan.steps if step.call.sender == sender)
            needed = gas * plan.fees.max_fee_per_gas
            if balances[sender] < 2 * needed:
                payments.append(Call(self._funder, sender, b"", max(GAS_ALLOWANCE, 4 * needed)))
        return payments

    def _with_first(self, calls: Sequence[Call], plan: Plan) -> Plan:
        outlook = self._node.outlook(calls)
        steps = _steps(calls, outlook)
        return replace(plan, steps=steps + plan.steps, nonces={**plan.nonces, **outlook.nonces})

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


def _steps(calls: Sequence[Call], outlook: Outlook) -> tuple[Step, ...]:
    return tuple(Step(call, gas + call.spare_gas) for call, gas in zip(calls, outlook.gas, strict=True))


def _raised(fee: int) -> int:
    """By an eighth, rounded up, and by one at least."""
    return max(-(-fee * 9 // 8), fee + 1)
