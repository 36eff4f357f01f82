"""The storage words, taken apart by the layouts that are documented and not by the contracts' own code."""

from dataclasses import dataclass


def bits(word: int, first: int, last: int) -> int:
    return word >> first & (1 << last - first + 1) - 1


def claim_id(receivable: int, serial: int) -> int:
    return receivable << 64 | serial


def receivable_of(claim: int) -> int:
    return claim >> 64


@dataclass(frozen=True, slots=True)
class ClaimWord:
    owner: bytes
    value: int
    epoch: int
    round: int = 0
    frozen: int = 0
    encumbered: int = 0
    recourse: int = 0
    disputed: int = 0
    unused: int = 0

    @staticmethod
    def read(word: int) -> "ClaimWord":
        return ClaimWord(
            owner=bits(word, 0, 159).to_bytes(20, "big"),
            value=bits(word, 160, 223),
            epoch=bits(word, 224, 239),
            round=bits(word, 240, 247),
            frozen=bits(word, 248, 248),
            encumbered=bits(word, 249, 249),
            recourse=bits(word, 250, 250),
            disputed=bits(word, 251, 251),
            unused=bits(word, 252, 255),
        )


@dataclass(frozen=True, slots=True)
class ReceivableWord:
    status: int
    rules: int
    paused: int
    unused: int
    due_day: int
    outstanding: int
    next_serial: int
    programme: int
    unused_top: int

    @staticmethod
    def read(word: int) -> "ReceivableWord":
        return ReceivableWord(
            status=bits(word, 0, 7),
            rules=bits(word, 8, 15),
            paused=bits(word, 16, 16),
            unused=bits(word, 17, 31),
            due_day=bits(word, 32, 63),
            outstanding=bits(word, 64, 127),
            next_serial=bits(word, 128, 191),
            programme=bits(word, 192, 223),
            unused_top=bits(word, 224, 255),
        )


@dataclass(frozen=True, slots=True)
class AccountWord:
    claims: int = 0
    opened: int = 0
    suspended: int = 0
    desk: int = 0
    desk_ever: int = 0
    unused: int = 0
    roles: int = 0
    unused_top: int = 0

    @staticmethod
    def read(word: int) -> "AccountWord":
        return AccountWord(
            claims=bits(word, 0, 63),
            opened=bits(word, 64, 64),
            suspended=bits(word, 65, 65),
            desk=bits(word, 66, 66),
            desk_ever=bits(word, 67, 67),
            unused=bits(word, 68, 71),
            roles=bits(word, 72, 79),
            unused_top=bits(word, 80, 255),
        )


@dataclass(frozen=True, slots=True)
class NoteWord:
    balance: int = 0
    frozen_amount: int = 0
    round: int = 0
    frozen: int = 0
    until: int = 0
    era: int = 0
    country: int = 0
    unused: int = 0

    @staticmethod
    def read(word: int) -> "NoteWord":
        return NoteWord(
            balance=bits(word, 0, 63),
            frozen_amount=bits(word, 64, 127),
            round=bits(word, 128, 135),
            frozen=bits(word, 136, 136),
            until=bits(word, 137, 176),
            era=bits(word, 177, 208),
            country=bits(word, 209, 218),
            unused=bits(word, 219, 255),
        )


@dataclass(frozen=True, slots=True)
class SeriesWord:
    supply: int
    holders: int
    closes_at: int
    receivable: int
    paused: int = 0
    own_registry: int = 0
    own_compliance: int = 0
    policy: int = 0
    unused: int = 0

    @staticmethod
    def read(word: int) -> "SeriesWord":
        return SeriesWord(
            supply=bits(word, 0, 63),
            holders=bits(word, 64, 95),
            closes_at=bits(word, 96, 135),
            receivable=bits(word, 136, 199),
            paused=bits(word, 200, 200),
            own_registry=bits(word, 201, 201),
            own_compliance=bits(word, 202, 202),
            policy=bits(word, 203, 203),
            unused=bits(word, 204, 255),
        )
