"""Headers, events and receipts, read from what py-evm stored: by hash and by index, never by walking back."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from eth._utils.address import generate_contract_address
from eth.abc import BlockHeaderAPI, ReceiptAPI
from eth.constants import CREATE_CONTRACT_ADDRESS
from eth.exceptions import HeaderNotFound, TransactionNotFound
from eth.vm.forks.byzantium.constants import EIP658_TRANSACTION_STATUS_CODE_SUCCESS
from eth.vm.forks.cancun import CancunVM
from eth_bloom.bloom import BloomFilter
from eth_typing import BlockNumber, Hash32

from tallystick.chain.embedded.backend import EmbeddedChain
from tallystick.chain.node import Header, Log, NodeUnreachable, Receipt


@dataclass(frozen=True, slots=True)
class _Mined:
    """One transaction's receipt, with what the store leaves to be worked out from its neighbours."""

    hash: bytes
    index: int
    gas_used: int
    logs: tuple[Log, ...]
    receipt: ReceiptAPI


def as_header(header: BlockHeaderAPI, block_hash: bytes | None = None) -> Header:
    """`block_hash` spares computing it where it is known."""
    return Header(header.block_number, block_hash or header.hash, header.parent_hash, header.timestamp)


def headers(chain: EmbeddedChain, first: int, last: int) -> list[Header]:
    return list(_headers(chain, first, last))


def _headers(chain: EmbeddedChain, first: int, last: int) -> Iterator[Header]:
    for number in range(first, last + 1):
        try:
            block_hash = chain.get_canonical_block_hash(BlockNumber(number))
        except HeaderNotFound:
            return
        yield as_header(chain.get_block_header_by_hash(block_hash), block_hash)


def logs_of(chain: EmbeddedChain, wanted: Header, addresses: Collection[bytes]) -> list[Log]:
    """The block's events from these contracts. Raises `NodeUnreachable` where it is not in this chain."""
    header = _known(chain, wanted)
    bloom = BloomFilter(header.bloom)
    if not any(address in bloom for address in addresses):
        return []
    return [log for mined in _mined(chain, header) for log in mined.logs if log.address in addresses]


def _known(chain: EmbeddedChain, wanted: Header) -> BlockHeaderAPI:
    try:
        # There are no branches here: what is known is canonical.
        return chain.get_block_header_by_hash(Hash32(wanted.hash))
    except HeaderNotFound:
        text = f"This chain has no block {wanted.number} with hash 0x{wanted.hash.hex()}."
        raise NodeUnreachable(text) from None


def is_mined(chain: EmbeddedChain, transaction_hash: bytes) -> bool:
    try:
        chain.get_canonical_transaction_index(Hash32(transaction_hash))
    except TransactionNotFound:
        return False
    return True


def receipt(chain: EmbeddedChain, transaction_hash: bytes) -> Receipt | None:
    try:
        number, index = chain.get_canonical_transaction_index(Hash32(transaction_hash))
    except TransactionNotFound:
        return None
    header = chain.get_canonical_block_header_by_number(number)
    mined = _mined(chain, header)[index]
    succeeded = mined.receipt.state_root == EIP658_TRANSACTION_STATUS_CODE_SUCCESS
    return Receipt(
        transaction_hash=transaction_hash,
        block_number=number,
        block_hash=header.hash,
        succeeded=succeeded,
        gas_used=mined.gas_used,
        contract_address=_created(chain, number, index) if succeeded else None,
        logs=mined.logs,
    )


def _created(chain: EmbeddedChain, number: BlockNumber, index: int) -> bytes | None:
    transaction = chain.get_canonical_transaction_by_index(number, index)
    if transaction.to != CREATE_CONTRACT_ADDRESS:
        return None
    return generate_contract_address(transaction.sender, transaction.nonce)


def _mined(chain: EmbeddedChain, header: BlockHeaderAPI) -> list[_Mined]:
    hashes = chain.chaindb.get_block_transaction_hashes(header)
    receipts = chain.chaindb.get_receipts(header, CancunVM.get_receipt_builder())
    mined, gas_before, log_index = [], 0, 0
    for index, (transaction_hash, entry) in enumerate(zip(hashes, receipts, strict=True)):
        logs = tuple(_logs(entry, transaction_hash, index, log_index))
        # py-evm stores the gas of the block so far, as the protocol wants it.
        mined.append(_Mined(transaction_hash, index, entry.gas_used - gas_before, logs, entry))
        gas_before, log_index = entry.gas_used, log_index + len(logs)
    return mined


def _logs(entry: ReceiptAPI, transaction_hash: bytes, index: int, first_log: int) -> Iterator[Log]:
    for log_index, log in enumerate(entry.logs, first_log):
        topics = tuple(topic.to_bytes(32, "big") for topic in log.topics)
        yield Log(log.address, topics, log.data, transaction_hash, index, log_index)
