"""From a command to signed transactions: what its contracts say to it, the gas it needs, and the signatures."""

from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Fees, Node, NodeUnreachable, Reverted, TransactionRejected
from tallystick.refusal import Unavailable
from tallystick.sending.command import Call, Command
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.keyring import Keyring
from tallystick.sending.outbox import Outbox, SignedTransaction

GAS_ALLOWANCE = 10**18
"""What the funder gives an account for gas at a time, in wei."""


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
        self._chain_id = node.chain_id()

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

    def sign(self, operation: str, steps: list[Step]) -> list[SignedTransaction]:
        """Signs every step and has the outbox keep the bytes. Raises `OperationTakenOver`.

        The caller sees to it that nobody else signs for these senders in the meantime.
        """
        senders = [step.call.sender for step in steps]
        signers = [self._keyring.signer(sender) for sender in senders]
        fees = self._node.fees()
        chain_nonces = {sender: self._node.nonce(sender) for sender in set(senders)}

        def sign(position: int, nonce: int) -> SignedTransaction:
            return self._signed(signers[position], steps[position], nonce, fees)

        return self._outbox.store_signed(operation, senders, chain_nonces, sign)

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

    def _signed(self, signer: LocalAccount, step: Step, nonce: int, fees: Fees) -> SignedTransaction:
        transaction: dict[str, Any] = {
            "type": 2,
            "chainId": self._chain_id,
            "nonce": nonce,
            "maxFeePerGas": fees.max_fee_per_gas,
            "maxPriorityFeePerGas": fees.max_priority_fee_per_gas,
            "gas": step.gas,
            "to": step.call.to,
            "value": step.call.value,
            "data": step.call.data,
        }
        signed = signer.sign_transaction(transaction)
        return SignedTransaction(step.call.sender, nonce, bytes(signed.raw_transaction), bytes(signed.hash))
