"""Where local feeds get their answers from."""

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.database.records import Records


class FeedSource(Records):
    """The source of a feed; `kind` is `file` or `http`. What kept the last reading from being one stands beside it."""

    __tablename__ = "records_feed_source"

    feed: Mapped[bytes] = mapped_column(LargeBinary(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(4))
    location: Mapped[str] = mapped_column(Text)
    problem_code: Mapped[str | None] = mapped_column(String(64))
    problem: Mapped[str | None] = mapped_column(Text)
