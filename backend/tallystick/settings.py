"""What can be set from outside, all of it by environment variables that begin with TALLYSTICK_."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

EMBEDDED = "embedded"


def _private_key(text: SecretStr) -> SecretStr:
    if not re.fullmatch(r"(0x)?[0-9a-fA-F]{64}", text.get_secret_value()):
        raise ValueError("a private key has 64 hex digits")
    return text


class Settings(BaseSettings):
    """Settings of one backend."""

    model_config = SettingsConfigDict(env_prefix="TALLYSTICK_", frozen=True)

    home: Path = Field(
        default=Path("var/tallystick"), description="Where the chain, the database and the keys lie."
    )
    chain: str = Field(default=EMBEDDED, description="`embedded`, or the URL of a JSON-RPC node.")
    database_url: str | None = Field(
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
    receipt_timeout_seconds: Annotated[float, Field(gt=0)] = 20.0
    """How long a request waits for its block before it is answered 202."""
    follow_seconds: Annotated[float, Field(gt=0)] = 2.0
    """How often the backend looks for blocks of others and for unfinished commands."""

    @property
    def is_embedded(self) -> bool:
        return self.chain == EMBEDDED

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'ledger.sqlite'}"
