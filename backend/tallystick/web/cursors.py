"""Cursors of pages whose rows are events: the block and the place in it of the last row of the page before."""

from typing import Annotated

from fastapi import Query

from tallystick.mirror.places import Place
from tallystick.web import forms

EventCursor = Annotated[
    str | None, Query(pattern=forms.EVENT_CURSOR, description="Cursor: `next` of the page before.")
]


def event_place(cursor: str | None) -> Place | None:
    """(block, log index); None for the first page."""
    return None if cursor is None else place_of(cursor)


def place_of(text: str) -> Place:
    """(block, log index) of an event by its id."""
    block, index = text.split("-")
    return int(block), int(index)
