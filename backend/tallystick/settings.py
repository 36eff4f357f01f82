"""What can be set from outside, all of it by environment variables that begin with TALLYSTICK_."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from tallystick.refusal import Invalid

EMBEDDED = "embedded"
CURVE_ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""Of secp256k1 (SEC 2, section 2.4.1): private keys are smaller."""


def _private_key(text: SecretStr) -> SecretStr:
    digits = text.get_secret_value().removeprefix("0x")
    if not re.fullmatch(r"[0-9a-fA-F]{64}", digits) or not 0 < int(digits, 16) < CURVE_ORDER:
        raise ValueError("a private key has 64 hex digits and lies on the curve")
    return text


def _database(text: str) -> str:
    try:
        create_engine(text).dispose()
    except (ArgumentError, ImportError) as error:
        raise ValueError(f"no database: {error}") from None
    if make_url(text).get_backend_name() not in {"sqlite", "postgresql"}:
        raise ValueError("the ledger lives on sqlite or postgresql")
    return text


class Settings(BaseSettings):
    """Settings of one backend."""

    model_config = SettingsConfigDict(env_prefix="TALLYSTICK_", frozen=True)

    home: Path = Field(
        default=Path("var/tallystick"), description="Where the chain, the database and the keys lie."
    )
    chain: str = Field(default=EMBEDDED, description="`embedded`, or the URL of a JSON-RPC node.")
    database_url: Annotated[str, AfterValidator(_database)] | None = Field(
        default=None, description="SQLAlchemy URL; SQLite in `home` where it is not set."
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: Annotated[int, Field(ge=0, le=65_535)] = 8040
    key_encryption_key: SecretStr | None = Field(
        default=None, description="64 hex digits; a file in `home` where it is not set."
    )
    funder_key: Annotated[SecretStr, AfterValidator(_private_key)] | None = Field(
        default=None,
        description="Private key (hex) of an account with coin for gas; made for the embedded chain.",
    )
    node_timeout_seconds: Annotated[float, Field(gt=0)] = 10.0
    """How long a JSON-RPC node may take for one answer."""
    receipt_timeout_seconds: Annotated[float, Field(gt=0)] = 20.0
    """How long a request waits for its block before it is answered 202."""
    finality_blocks: Annotated[int, Field(ge=0)] | None = None
    """How many blocks on top make a block final, 0 on chains that take none back; the node's own word if not set."""
    follow_seconds: Annotated[float, Field(gt=0)] = 2.0
    """How often the backend looks for blocks of others and for unfinished commands."""
    rail: Literal["stand_in", "instructions"] = "stand_in"
    """Whether the e-CNY contract is the money itself, or banks are instructed to carry out what moves in it."""
    collect_seconds: Annotated[float, Field(ge=0)] = 2.0
    """How often it looks for rates to be kept and fixed, and for holders to be paid what is due and funded; 0: others
    do."""

    feed_seconds: Annotated[float, Field(ge=0)] = 60.0
    """How often the sources of local feeds are read; 0: whoever asks for it has them read."""

    portal_parties: Path | None = None
    """A file of parties with their API keys, whom the portal offers to sign in as to browsers on this machine: for a
    demonstration, never in earnest."""

    @property
    def is_embedded(self) -> bool:
        return self.chain == EMBEDDED

    @property
    def resolved_database_url(self) -> URL:
        if self.database_url is None:
            return URL.create("sqlite", database=str(self.home / "ledger.sqlite"))
        return make_url(self.database_url)


def given_settings(**given: Any) -> Settings:
    """The settings with what a command line says in place of what the environment says. Raises `Invalid`."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        given_value = "" if name.endswith("_key") else f" (got {first['input']!r})"
        reason = first["msg"].removeprefix("Value error, ")
        raise Invalid(
            "bad_setting",
            f"TALLYSTICK_{name.upper()}: {reason}{given_value}.",
            "Correct it, or leave it out.",
        ) from None
