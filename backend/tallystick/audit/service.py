"""Proving the mirror equal to the chain, and deriving it anew."""

from typing import Any

from pydantic import BaseModel, Field

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.mirror.rebuilding import rebuild
from tallystick.mirror.verification import verify


class DifferenceView(BaseModel):
    """The first place where mirror and chain differ."""

    table: str = Field(description="The table of the mirror.", examples=["mirror_claim"])
    key: dict[str, Any] = Field(description="Which row of it.", examples=[{"receivable": 7, "serial": 31}])
    column: str | None = Field(
        description="Null where a whole row is missing or too many.", examples=["face"]
    )
    mirror: Any = Field(description="What the mirror says.", examples=[100_000_000])
    chain: Any = Field(description="What the chain says.", examples=[100_000_001])


class VerificationView(BaseModel):
    """Whether the mirror equals the chain, as of `block`."""

    verdict: str = Field(description="equal or different", examples=["equal"])
    block: int = Field(description="The last block that the mirror has taken in.", examples=[42])
    compared: dict[str, int] = Field(
        description="How many rows were compared, by table.", examples=[{"mirror_claim": 100}]
    )
    difference: DifferenceView | None = Field(description="The first one; null where there is none.")


class RebuildView(BaseModel):
    """The digests over every row of the mirror before it was emptied and after it was derived anew."""

    digest_before: str = Field(description="SHA-256 over every row before, in hex.", examples=["5e" * 32])
    digest_after: str = Field(description="SHA-256 over every row after, in hex.", examples=["5e" * 32])
    same: bool = Field(description="Whether every row came out the same.")


class AuditService:
    """Checks one deployment's mirror."""

    def __init__(self, store: Store, node: Node, contracts: Contracts) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts

    def verify(self) -> VerificationView:
        outcome = verify(self._store, self._node, self._contracts)
        difference = outcome.difference
        return VerificationView(
            verdict="equal" if outcome.equal else "different",
            block=outcome.block,
            compared=outcome.compared,
            difference=None
            if difference is None
            else DifferenceView(
                table=difference.table,
                key=difference.key,
                column=difference.column,
                mirror=difference.mirror,
                chain=difference.chain,
            ),
        )

    def rebuild(self) -> RebuildView:
        before, after = rebuild(self._store, self._node, self._contracts)
        return RebuildView(digest_before=before.hex(), digest_after=after.hex(), same=before == after)
