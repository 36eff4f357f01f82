"""Which contracts a ledger consists of, for those who sign for themselves or name one of them."""

from dataclasses import asdict

from eth_utils.address import to_checksum_address

from tallystick.chain.deployment import CONTRACT_NAMES, Contracts
from tallystick.chain.node import Node
from tallystick.governance.schemas import ContractView, DeploymentView


class DeploymentService:
    """What the directory contract names; it never changes."""

    def __init__(self, node: Node, contracts: Contracts) -> None:
        self._node = node
        self._contracts = contracts

    def view(self) -> DeploymentView:
        """The whole deployment."""
        addresses = asdict(self._contracts)
        return DeploymentView(
            chain_id=str(self._node.chain_id()),
            genesis_hash="0x" + self._contracts.genesis_hash.hex(),
            directory=to_checksum_address(self._contracts.directory),
            contracts=[
                ContractView(name=name, address=to_checksum_address(addresses[name]))
                for name in CONTRACT_NAMES
            ],
        )
