"""What all of the mirror's tables have in common."""

from sqlalchemy import BigInteger, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

from tallystick.database.naming import NAMING_CONVENTION

Address = LargeBinary(20)
Hash = LargeBinary(32)


class MirrorTables(DeclarativeBase):
    """The tables that `tallystick rebuild` may drop."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {int: BigInteger, bytes: LargeBinary}
