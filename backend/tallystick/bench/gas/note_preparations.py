"""What leads up to each operation on notes, and the transaction that carries it out."""

from tallystick.bench.gas.ground import VALUE, Call, Ground, address, newcomer
from tallystick.bench.gas.note_ground import MODULES, Notes, registration, statement, withdrawal
from tallystick.bench.gas.operation import Prepare

AMOUNT = VALUE // 1_000
BATCH = 10
THREE_MODULES = tuple(MODULES)


def to_existing_holder(*modules: str) -> Prepare:
    def prepare(ground: Ground) -> Call:
        notes, holder = _wrapped(ground, *modules), address(ground.supplier)
        notes.admit(holder)
        ground.do(notes.transfer(holder, AMOUNT))
        return notes.transfer(holder, AMOUNT)

    return prepare


def to_existing_holder_in_another_era(*modules: str) -> Prepare:
    """Somebody else has lost its standing since giver and recipient were asked for."""

    def prepare(ground: Ground) -> Call:
        notes, holder = _wrapped(ground, *modules), address(ground.supplier)
        notes.admit(holder, newcomer())
        ground.do(notes.transfer(holder, AMOUNT))
        ground.do(withdrawal(ground, newcomer()))
        return notes.transfer(holder, AMOUNT)

    return prepare


def to_new_holder(*modules: str) -> Prepare:
    def prepare(ground: Ground) -> Call:
        notes = _wrapped(ground, *modules)
        notes.admit(newcomer())
        return notes.transfer(newcomer(), AMOUNT)

    return prepare


def batch_to_existing_holders(ground: Ground) -> Call:
    notes, holders = _wrapped(ground, *THREE_MODULES), _newcomers()
    notes.admit(*holders)
    ground.do(notes.transfers(holders, AMOUNT))
    return notes.transfers(holders, AMOUNT)


def batch_to_new_holders(ground: Ground) -> Call:
    notes, holders = _wrapped(ground, *THREE_MODULES), _newcomers()
    notes.admit(*holders)
    return notes.transfers(holders, AMOUNT)


def newcomer_registered(ground: Ground) -> Call:
    Notes(ground)
    return registration(ground, newcomer())


def newcomer_stated_about(ground: Ground) -> Call:
    return statement(ground, newcomer())


def opening(ground: Ground) -> Call:
    """Of the offering's second series."""
    notes = Notes(ground, *THREE_MODULES)
    ground.do(notes.opening(notes.claim >> 64))
    return notes.opening(ground.claim(notes.programme) >> 64)


def first_wrapping(ground: Ground) -> Call:
    """Into the offering's second series."""
    notes = Notes(ground, *THREE_MODULES)
    ground.do(notes.opening(ground.claim(notes.programme) >> 64))
    return notes.wrapping()


def wrapping(ground: Ground) -> Call:
    return _wrapped(ground, *THREE_MODULES).wrapping()


def unwrapping(ground: Ground) -> Call:
    return _wrapped(ground, *THREE_MODULES).unwrapping(VALUE // 2)


def _wrapped(ground: Ground, *modules: str) -> Notes:
    notes = Notes(ground, *modules)
    ground.do(notes.wrapping())
    return notes


def _newcomers() -> list[bytes]:
    return [newcomer(number) for number in range(BATCH)]
