"""Local feeds as the API shows them."""

from pathlib import PurePath
from typing import Annotated

import httpx
from pydantic import BaseModel, Field, StringConstraints, model_validator

from tallystick.feeds.sources import SourceKind
from tallystick.governance.schemas import Address
from tallystick.receivables.schemas import INSTANT, TransactionHash
from tallystick.web.bodies import Body, Line

FEED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
"""An example."""

MOST_DECIMALS = 18


class NewSource(Body):
    """Where a feed's answers come from."""

    kind: SourceKind = Field(
        description="A file on the backend's machine, or a web address.", examples=["file"]
    )
    location: Annotated[Line, StringConstraints(min_length=1, max_length=2_000)] = Field(
        description='The file\'s absolute path, or the address. It says {"answer": …, "updated_at": …}.',
        examples=["/var/lib/quotes/usd-cny.json"],
    )

    @model_validator(mode="after")
    def _complete(self) -> "NewSource":
        if self.kind == "file" and not PurePath(self.location).is_absolute():
            raise ValueError("A file is named by its absolute path")
        if self.kind == "http" and not _is_web_address(self.location):
            raise ValueError("A web address begins with http:// or https://, names a host and no user")
        return self


class NewLocalFeed(Body):
    """A feed of the ledger's own."""

    description: Annotated[Line, StringConstraints(min_length=1, max_length=64)] = Field(
        description="What is quoted: USD / CNY is yuan for one dollar.", examples=["USD / CNY"]
    )
    decimals: Annotated[int, Field(ge=0, le=MOST_DECIMALS)] = Field(
        description="Decimals of its answers.", examples=[4]
    )
    source: NewSource = Field(description="Where its answers come from.")


class SourceView(BaseModel):
    """Where a feed's answers come from, and what kept the last reading from being one."""

    kind: SourceKind = Field(description="A file, or a web address.")
    location: str = Field(description="Which one.", examples=["/var/lib/quotes/usd-cny.json"])
    problem_code: str | None = Field(
        description="Why the last reading came to nothing.", examples=["source_silent"]
    )
    problem: str | None = Field(description="The same in words.", examples=[None])


class LocalFeedView(BaseModel):
    """A local feed and what it says."""

    address: Address = Field(description="The feed's contract, as `set-feeds` names it.", examples=[FEED])
    description: str = Field(description="What is quoted.", examples=["USD / CNY"])
    decimals: int = Field(description="Decimals of its answers.", examples=[4])
    reporter: Address = Field(description="Who alone pushes to it.", examples=[FEED])
    source: SourceView | None = Field(description="None where others push to it.")
    round: str | None = Field(description="Of its last answer; None: it has said nothing.", examples=["7"])
    answer: str | None = Field(description="That answer, an integer with its decimals.", examples=["71234"])
    updated_at: str | None = Field(description="When it was so (RFC 3339).", examples=[INSTANT])


class LocalFeedList(BaseModel):
    """Every local feed."""

    feeds: list[LocalFeedView] = Field(description="By what they quote.")


class LocalFeedReceipt(BaseModel):
    """A feed as it stands now."""

    feed: LocalFeedView = Field(description="The feed.")
    transaction: TransactionHash


def _is_web_address(text: str) -> bool:
    try:
        address = httpx.URL(text)
        # An empty label is none, and what stands before an @ may be a secret, which is shown to whoever sees feeds.
        return address.scheme in {"http", "https"} and all(address.host.split(".")) and not address.userinfo
    except (httpx.InvalidURL, ValueError):
        return False
