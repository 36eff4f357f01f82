"""Where the embedded chain keeps its keys and values: on disk (LMDB) or in memory.

py-evm writes a block in some twenty pieces: state, receipts, header, transaction index, head. Killed between
two of them, a plain store holds a head whose transactions cannot be found. Here everything written inside
`one_transaction` is held back and then written as one: the disk has the old head or the new one, complete.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import lmdb
from eth.abc import AtomicWriteBatchAPI
from eth.db.backends.base import BaseAtomicDB
from eth.db.batch import BatchDB

FIRST_MAP_SIZE = 256 * 1024 * 1024

Changes = Mapping[bytes, bytes | None]
"""What one transaction writes; None deletes the key."""


class ChainDatabase(BaseAtomicDB):
    """A py-evm database that writes in whole transactions. For one thread only; the worker sees to that."""

    def __init__(self) -> None:
        self._held_back: dict[bytes, bytes | None] | None = None

    @contextmanager
    def one_transaction(self) -> Iterator[dict[bytes, bytes | None]]:
        """Everything written inside is written together at the end, or not at all if an exception leaves it.

        An inner one joins the outer one.
        """
        if self._held_back is not None:
            yield self._held_back
            return
        self._held_back = {}
        try:
            yield self._held_back
            if self._held_back:
                self._write(self._held_back)
        finally:
            self._held_back = None

    @contextmanager
    def atomic_batch(self) -> Iterator[AtomicWriteBatchAPI]:
        with self.one_transaction(), BatchDB(self) as batch:
            yield cast("AtomicWriteBatchAPI", batch)

    def __getitem__(self, key: bytes) -> bytes:
        value = self._find(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: bytes, value: bytes) -> None:
        with self.one_transaction() as held_back:
            held_back[key] = value

    def __delitem__(self, key: bytes) -> None:
        if self._find(key) is None:
            raise KeyError(key)
        with self.one_transaction() as held_back:
            held_back[key] = None

    def _exists(self, key: bytes) -> bool:
        return self._find(key) is not None

    def _find(self, key: bytes) -> bytes | None:
        if self._held_back is not None and key in self._held_back:
            return self._held_back[key]
        return self._read(key)

    def _read(self, key: bytes) -> bytes | None:
        raise NotImplementedError

    def _write(self, changes: Changes) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class LmdbDatabase(ChainDatabase):
    """On disk. A transaction is flushed (fsync) before it counts as written, so it survives a power cut."""

    def __init__(self, path: Path, map_size: int = FIRST_MAP_SIZE) -> None:
        super().__init__()
        path.mkdir(parents=True, exist_ok=True)
        self._environment = lmdb.open(str(path), map_size=map_size, sync=True, metasync=True)

    def _read(self, key: bytes) -> bytes | None:
        with self._environment.begin() as transaction:
            value: bytes | None = transaction.get(key)
            return value

    def _write(self, changes: Changes) -> None:
        try:
            self._write_once(changes)
        except lmdb.MapFullError:
            self._environment.set_mapsize(2 * self._environment.info()["map_size"])
            self._write(changes)

    def _write_once(self, changes: Changes) -> None:
        with self._environment.begin(write=True) as transaction:
            for key, value in changes.items():
                if value is None:
                    transaction.delete(key)
                else:
                    transaction.put(key, value)

    def close(self) -> None:
        self._environment.close()


class MemoryDatabase(ChainDatabase):
    """In memory, for tests: the whole chain can be set aside and brought back in microseconds."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[bytes, bytes] = {}

    def copy(self) -> dict[bytes, bytes]:
        return dict(self._entries)

    def replace(self, entries: Mapping[bytes, bytes]) -> None:
        self._entries = dict(entries)

    def _read(self, key: bytes) -> bytes | None:
        return self._entries.get(key)

    def _write(self, changes: Changes) -> None:
        for key, value in changes.items():
            if value is None:
                self._entries.pop(key, None)
            else:
                self._entries[key] = value

    def close(self) -> None:
        self._entries = {}
