"""A whole chain inside this process: eth-tester's py-evm, durable on disk, one block a transaction."""

from tallystick.chain.embedded.backend import BLOCK_GAS_LIMIT, FORK
from tallystick.chain.embedded.genesis import DEFAULT_CHAIN_ID, ChainDiffers
from tallystick.chain.embedded.lock import ChainInUse
from tallystick.chain.embedded.node import EmbeddedNode, InMemoryNode

__all__ = [
    "BLOCK_GAS_LIMIT",
    "DEFAULT_CHAIN_ID",
    "FORK",
    "ChainDiffers",
    "ChainInUse",
    "EmbeddedNode",
    "InMemoryNode",
]
