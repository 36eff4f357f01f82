"""Any EVM node that speaks JSON-RPC over HTTP: Anvil, geth, Besu and their like."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
from eth_hash.auto import keccak

from tallystick.chain.json_rpc.answers import (
    BlockAnswer,
    LogAnswer,
    ReceiptAnswer,
    decode,
    decode_or_none,
    from_hex,
    in_order,
    quantity,
    to_hex,
)
from tallystick.chain.json_rpc.errors import (
    RpcError,
    cannot_be_decoded,
    knows_already,
    reverted_data,
    will_never_mine,
)
from tallystick.chain.json_rpc.transport import Request, Transport, result_of
from tallystick.chain.node import (
    Call,
    Fees,
    Header,
    Log,
    NodeUnreachable,
    Outlook,
    Receipt,
    Reverted,
    TransactionRejected,
    with_room,
)
from tallystick.chain.waiting import waiting_for_node

T = TypeVar("T")

GWEI = 10**9

SHORT_WAY_SECONDS = 1.0
"""How long a node may take to mine what it is sent and tell of it in the same exchange."""

LONG_WAY_SECONDS = 60.0
"""How long one that could not is not asked to again."""

_BATCH = 200
_LATEST: Request = ("eth_getBlockByNumber", ["latest", False])
_TIP: Request = ("eth_maxPriorityFeePerGas", [])
_FIRST_POLL_SECONDS = 0.002
_LONGEST_POLL_SECONDS = 0.5


class JsonRpcNode:
    """Implements `tallystick.chain.node.Node` for the node at `url`; `timeout_seconds` bounds each answer.

    Nothing of the chain is remembered between calls: a node restarted as another chain shows its new genesis hash.
    Questions about now go to the node's pending block, whose time is the present; an old head's time is not.
    """

    def __init__(self, url: str, timeout_seconds: float = 10.0, finality_blocks: int | None = None) -> None:
        """`finality_blocks`: so many blocks on top make one final; None: the node says by its tag `finalized`."""
        self._transport = Transport(url, timeout_seconds)
        self._finality_blocks = finality_blocks
        self._long_way_until = 0.0

    def close(self) -> None:
        self._transport.close()

    # What is there

    def chain_id(self) -> int:
        return self._quantity(("eth_chainId", []))

    def genesis_hash(self) -> bytes:
        return from_hex(self._block("0x0").hash)

    def clock(self) -> int:
        return int(time.time())

    def head(self) -> Header:
        return self._block("latest").header()

    @property
    def final_at_once(self) -> bool:
        return self._finality_blocks == 0

    def finalized(self) -> int:
        if self._finality_blocks is not None:
            return self.head().number - self._finality_blocks
        try:
            answer = self._transport.ask("eth_getBlockByNumber", "finalized", False)
        except RpcError:  # nodes of chains that know no such tag have errors of their own for it
            return -1
        block = decode_or_none(answer, BlockAnswer)
        return -1 if block is None else block.header().number

    def headers(self, first: int, last: int) -> list[Header]:
        found: list[Header] = []
        for numbers in _in_batches(range(first, last + 1)):
            asked: list[Request] = [("eth_getBlockByNumber", [hex(number), False]) for number in numbers]
            for answer in self._transport.ask_many(asked):
                block = decode_or_none(answer, BlockAnswer)
                if block is None:
                    return found
                found.append(block.header())
        return found

    def logs(self, headers: Sequence[Header], addresses: Sequence[bytes]) -> list[list[Log]]:
        if not addresses:  # which to a node would mean every contract
            return [[] for _ in headers]
        found: list[list[Log]] = []
        for batch in _in_batches(headers):
            asked: list[Request] = [("eth_getLogs", [_log_filter(header, addresses)]) for header in batch]
            answers = self._transport.ask_many(asked)
            found += [in_order(decode(answer, list[LogAnswer])) for answer in answers]
        return found

    def balance(self, address: bytes) -> int:
        return self._quantity(_of_account("eth_getBalance", address))

    def nonce(self, address: bytes) -> int:
        return self._quantity(_of_account("eth_getTransactionCount", address))

    def code(self, address: bytes) -> bytes:
        return from_hex(decode(self._transport.ask("eth_getCode", to_hex(address), "latest"), str))

    def receipt(self, transaction_hash: bytes) -> Receipt | None:
        answer = self._transport.ask("eth_getTransactionReceipt", to_hex(transaction_hash))
        found = decode_or_none(answer, ReceiptAnswer)
        receipt = None if found is None else found.receipt()
        if receipt is not None and receipt.transaction_hash != transaction_hash:
            raise NodeUnreachable("The node shows the receipt of another transaction")
        return receipt

    def wait_for_receipt(self, transaction_hash: bytes, timeout_seconds: float) -> Receipt | None:
        """See `Node`. A node that cannot be reached is asked again; raises if it still cannot at the end."""
        deadline = time.monotonic() + timeout_seconds
        pause = _FIRST_POLL_SECONDS
        while True:
            over = time.monotonic() >= deadline
            try:
                found = self.receipt(transaction_hash)
            except NodeUnreachable:
                if over:
                    raise
                found = None
            if found is not None or over:
                return found
            with waiting_for_node():
                time.sleep(min(pause, max(0.0, deadline - time.monotonic())))
            pause = min(2 * pause, _LONGEST_POLL_SECONDS)

    # What would happen

    def call(self, to: bytes, data: bytes, sender: bytes | None = None, block: int | None = None) -> bytes:
        when = "pending" if block is None else hex(block)
        answer = self._transport.try_out(("eth_call", [_message(sender, to, data), when]))
        return from_hex(decode(_tried_out(answer), str))

    def gas_needed(self, sender: bytes, to: bytes | None, data: bytes, value: int = 0) -> int:
        """See `Node`. Raises `TransactionRejected` where the sender does not have `value`."""
        if value:
            _require_coin(sender, value, self.balance(sender))
        tried, block = self._transport.try_many([_estimate(sender, to, data, value), _LATEST])
        return _gas_limit(tried, _block_of(block))

    def outlook(self, calls: Sequence[Call]) -> Outlook:
        senders = list({call.sender for call in calls})
        estimates = [_estimate(call.sender, call.to, call.data, call.value) for call in calls]
        balances: list[Request] = [_of_account("eth_getBalance", sender) for sender in senders]
        nonces: list[Request] = [_of_account("eth_getTransactionCount", sender) for sender in senders]
        block, tip, *others = self._transport.try_many([_LATEST, _TIP, *balances, *nonces, *estimates])
        told = [_quantity_of(answer) for answer in others[: 2 * len(senders)]]
        has = dict(zip(senders, told[: len(senders)], strict=True))
        for call in calls:
            _require_coin(call.sender, call.value, has[call.sender])
        latest = _block_of(block)
        return Outlook(
            gas=tuple(_gas_limit(tried, latest) for tried in others[2 * len(senders) :]),
            fees=self._fees(latest, tip),
            balances=has,
            nonces=dict(zip(senders, told[len(senders) :], strict=True)),
            head=quantity(latest.number),
        )

    def fees(self) -> Fees:
        """Twice the last base fee and the tip the node suggests: good for five full blocks in a row."""
        block, tip = self._transport.try_many([_LATEST, _TIP])
        return self._fees(_block_of(block), tip)

    def _fees(self, latest: BlockAnswer, suggested: msgspec.Raw | RpcError) -> Fees:
        if latest.base_fee_per_gas is None:  # a chain without EIP-1559, whose one price stands for both
            price = self._quantity(("eth_gasPrice", []))
            return Fees(price, price)
        tip = GWEI if isinstance(suggested, RpcError) else _quantity_of(suggested)
        return Fees(2 * quantity(latest.base_fee_per_gas) + tip, tip)

    # What is to happen

    def send(self, signed: bytes) -> bytes:
        transaction_hash = keccak(signed)
        try:
            self._transport.ask("eth_sendRawTransaction", to_hex(signed))
        except RpcError as error:
            # The same text means different things on different nodes; whether it knows the hash does not.
            if knows_already(error) or self._knows(transaction_hash):
                return transaction_hash
            if will_never_mine(error) or cannot_be_decoded(error):
                raise TransactionRejected(error.message) from error
            raise
        return transaction_hash

    def send_and_wait(self, signed: bytes, timeout_seconds: float) -> Receipt | None:
        """See `Node`. Where the short way leads nowhere, whatever the reason, the same bytes go the long one."""
        receipt = self._mined_at_once(signed, min(timeout_seconds, SHORT_WAY_SECONDS))
        if receipt is not None:
            return receipt
        return self.wait_for_receipt(self.send(signed), timeout_seconds)

    def _mined_at_once(self, signed: bytes, timeout_seconds: float) -> Receipt | None:
        """By EIP-7966, which some nodes have, and which only spares anything where blocks come quickly."""
        if time.monotonic() < self._long_way_until:
            return None
        try:
            answer = self._transport.ask(
                "eth_sendRawTransactionSync", to_hex(signed), timeout_seconds=timeout_seconds
            )
            receipt = decode(answer, ReceiptAnswer).receipt()
        except NodeUnreachable:
            receipt = None
        if receipt is not None and receipt.transaction_hash == keccak(signed):
            return receipt
        self._long_way_until = time.monotonic() + LONG_WAY_SECONDS
        return None

    def _knows(self, transaction_hash: bytes) -> bool:
        return bytes(self._transport.ask("eth_getTransactionByHash", to_hex(transaction_hash))) != b"null"

    def _quantity(self, request: Request) -> int:
        return _quantity_of(self._transport.try_out(request))

    def _block(self, which: str) -> BlockAnswer:
        return decode(self._transport.ask("eth_getBlockByNumber", which, False), BlockAnswer)


def _tried_out(answer: msgspec.Raw | RpcError) -> msgspec.Raw:
    """What trying a message out came to. Raises `Reverted`, `TransactionRejected`, or what the node complains of."""
    if not isinstance(answer, RpcError):
        return answer
    data = reverted_data(answer)
    if data is not None:
        raise Reverted(data) from answer
    if will_never_mine(answer):
        raise TransactionRejected(answer.message) from answer
    raise answer


def _gas_limit(tried: msgspec.Raw | RpcError, latest: BlockAnswer) -> int:
    """More than the node's estimate, often the bare minimum; at most a block's."""
    return min(with_room(quantity(decode(_tried_out(tried), str))), quantity(latest.gas_limit))


def _require_coin(sender: bytes, value: int, balance: int) -> None:
    """Anvil would estimate the gas all the same."""
    if value > balance:
        raise TransactionRejected(f"Insufficient funds: 0x{sender.hex()} does not have {value} wei.")


def _block_of(answer: msgspec.Raw | RpcError) -> BlockAnswer:
    return decode(result_of(answer), BlockAnswer)


def _quantity_of(answer: msgspec.Raw | RpcError) -> int:
    return quantity(decode(result_of(answer), str))


def _in_batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _estimate(sender: bytes, to: bytes | None, data: bytes, value: int) -> Request:
    return "eth_estimateGas", [_message(sender, to, data, value), "pending"]


def _of_account(method: str, address: bytes) -> Request:
    return method, [to_hex(address), "latest"]


def _message(sender: bytes | None, to: bytes | None, data: bytes, value: int = 0) -> dict[str, str]:
    message = {"data": to_hex(data)}
    if sender is not None:
        message["from"] = to_hex(sender)
    if to is not None:
        message["to"] = to_hex(to)
    if value:
        message["value"] = hex(value)
    return message


def _log_filter(header: Header, addresses: Sequence[bytes]) -> dict[str, object]:
    return {"blockHash": to_hex(header.hash), "address": [to_hex(address) for address in addresses]}
