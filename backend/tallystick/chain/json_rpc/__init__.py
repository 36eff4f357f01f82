"""A chain behind a URL: any EVM node that speaks JSON-RPC over HTTP (Anvil, geth, Besu and their like)."""

from tallystick.chain.json_rpc.node import JsonRpcNode

__all__ = ["JsonRpcNode"]
