"""Rates as they were published."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class RateRecord(Records):
    """A curve's rate for a tenor, as published on a day: ppm a year. `position` is the tenor's place on its curve."""

    __tablename__ = "records_rate"

    curve: Mapped[str] = mapped_column(String(16), primary_key=True)
    published_day: Mapped[int] = mapped_column(Integer, primary_key=True)
    tenor: Mapped[str] = mapped_column(String(8), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    ppm: Mapped[int] = mapped_column(Integer)
