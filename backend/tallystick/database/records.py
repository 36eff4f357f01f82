"""The base of every table that is not derived from the chain and must be backed up."""

from sqlalchemy import BigInteger, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

from tallystick.database.naming import NAMING_CONVENTION


class Records(DeclarativeBase):
    """Tables that no rebuild may touch."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {int: BigInteger, bytes: LargeBinary}
