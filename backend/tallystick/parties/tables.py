"""Who the parties are. The chain knows only their addresses."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class Party(Records):
    """A firm on the ledger. `roles` are role names separated by commas."""

    __tablename__ = "records_party"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String)
    tax_number: Mapped[str] = mapped_column(String, unique=True)
    roles: Mapped[str] = mapped_column(String)
    address: Mapped[bytes] = mapped_column(LargeBinary(20), unique=True)
    created_at: Mapped[int]


class ApiKey(Records):
    """A key that a party's programs identify themselves with; only its hash is kept."""

    __tablename__ = "records_api_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    party: Mapped[str] = mapped_column(ForeignKey("records_party.id"))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[int]
    revoked_at: Mapped[int | None]


class GroupRecord(Records):
    """A party belongs to a group of parties under one control from then on; of several records the last counts.

    An empty `name` is none: it stands on its own.
    """

    __tablename__ = "records_group"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    address: Mapped[bytes] = mapped_column(LargeBinary(20), index=True)
    name: Mapped[str] = mapped_column(String)
    created_at: Mapped[int]
