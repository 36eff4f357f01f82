"""What early payment costs under a programme."""

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import MirrorTables


class CurveKnot(MirrorTables):
    """A knot of a version of a programme's discount curve; the last version prices.

    `rate_ppm` is the bank discount rate a year where so many days remain, `at` when it was set, in seconds since 1970.
    """

    __tablename__ = "mirror_curve_knot"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    remaining_days: Mapped[int] = mapped_column(Integer, primary_key=True)
    rate_ppm: Mapped[int]
    at: Mapped[int]
