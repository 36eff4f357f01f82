"""Where on the chain an event stands, as rows of the mirror name it."""

Place = tuple[int, int]
"""Block and log index: each event of the ledger has them, and none has another's."""
