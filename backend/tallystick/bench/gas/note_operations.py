"""Operations on notes: how each is brought about, and by name what it cannot do without."""

from tallystick.bench.gas.claim_operations import CLAIM_LESS, LEDGER, SERIAL, new_claims
from tallystick.bench.gas.floor import Creation, Floor, Word, changed, created, event, read
from tallystick.bench.gas.note_preparations import (
    BATCH,
    THREE_MODULES,
    batch_to_existing_holders,
    batch_to_new_holders,
    first_wrapping,
    newcomer_registered,
    newcomer_stated_about,
    opening,
    to_existing_holder,
    to_existing_holder_in_another_era,
    to_new_holder,
    unwrapping,
    wrapping,
)
from tallystick.bench.gas.operation import Operation

SERIES, NOTE_DESK, COMPLIANCE, REGISTRY = "NoteSeries", "NoteDesk", "NoteCompliance", "IdentityRegistry"

CLONE_BYTES = 45 + 20
"""ERC-1167, and behind it the compliance contract's address."""

STANDING = "recipient's wallet: until when verified, country"
ERA_READ = read("registry: era, generation")
SERIES_CHANGED = changed("series: supply, holders")
HOLDER_CHANGED = changed("holder's notes")
SERIES_OF = read("note desk: series of the receivable")
BOUND = read("compliance: whether the series is bound")


def modules_read(count: int) -> Word:
    """Where there is none, that is what the first word says."""
    return read("compliance: module, setting", max(1, count))


def modules_called(count: int) -> tuple[tuple[str, int], ...]:
    return (("compliance contract", 1), ("modules", count)) if count else (("compliance contract", 1),)


def asked(modules: tuple[str, ...]) -> tuple[Word, ...]:
    """What is looked up for a transfer to keep to them."""
    countries = (read("countries of the list"),) if "countries" in modules else ()
    return (modules_read(len(modules)), *countries)


def _transfer_floor(modules: tuple[str, ...], *words: Word, count: int = 1) -> Floor:
    return Floor(
        (changed("giver's notes"), *words, ERA_READ, *asked(modules)),
        (("series' code", 1), ("identity registry", 1), *modules_called(len(modules))),
        (event(SERIES, "Transfer", count),),
    )


def _existing_floor(modules: tuple[str, ...], count: int = 1) -> Floor:
    return _transfer_floor(
        modules,
        read("series: pause, closing, holders"),
        changed("recipient's notes, standing", count),
        count=count,
    )


def _new_floor(modules: tuple[str, ...], count: int = 1) -> Floor:
    return _transfer_floor(
        modules,
        SERIES_CHANGED,
        created("recipient's notes, standing", count),
        read(STANDING, count),
        count=count,
    )


def _transfers(suffix: str, modules: tuple[str, ...], told: str) -> tuple[Operation, Operation]:
    return (
        Operation(
            f"note_transfer_{suffix}",
            f"to a holder of the series, under {told}",
            to_existing_holder(*modules),
            _existing_floor(modules),
        ),
        Operation(
            f"note_transfer_{suffix}_new",
            f"to somebody admitted who has had none, under {told}",
            to_new_holder(*modules),
            _new_floor(modules),
        ),
    )


SERIES_WORDS = (
    created("note desk: series of the receivable"),
    read("receivable: terms", 2),
    read("note desk: compliance contract of the programme"),
    read("note desk: transfer agent of the programme"),
    read("compliance: owner"),
    created("compliance: series is bound"),
    changed("compliance: series bound last"),
    created("series: closing, receivable"),
    created("series: owner"),
    created("series: transfer agent"),
    read("membership of the operator, who may not be the transfer agent"),
    read("policy of the receivable"),
    read("programme: currency"),
)
SERIES_ACCOUNTS = (("series' code", 1), ("issuance", 1), ("access manager", 1), ("programme registry", 1))
SERIES_EVENTS = (
    event(NOTE_DESK, "SeriesOpened"),
    event(COMPLIANCE, "TokenBound"),
    event(SERIES, "OwnershipTransferred"),
    event(SERIES, "AgentAdded"),
)
SERIES_CREATED = (Creation("series, a clone", CLONE_BYTES),)

WRAPPED_WORDS = (
    CLAIM_LESS,
    read("seller's account: suspended"),
    SERIAL,
    created("claim of the note desk"),
    changed("note desk's account: claims held"),
)
WRAPPED_EVENTS = (
    event(NOTE_DESK, "Wrapped"),
    event(SERIES, "Transfer"),
    *new_claims(),
    event(LEDGER, "CarriedByDesk"),
    event(LEDGER, "Transfer"),
)
TOLD = (*modules_called(len(THREE_MODULES)), ("identity registry", 1))

NOTE_OPERATIONS = (
    *_transfers("0_modules", (), "no module"),
    *_transfers("1_module", ("holder_count",), "a limit on holders"),
    Operation(
        "note_transfer_1_module_anew",
        "the same to a holder, when somebody's standing has ended since either was asked for",
        to_existing_holder_in_another_era("holder_count"),
        _transfer_floor(
            ("holder_count",),
            read("series: pause, closing, holders"),
            changed("recipient's notes, standing"),
            read("wallets of giver and recipient: until when verified, country", 2),
        ),
    ),
    *_transfers("3_modules", THREE_MODULES, "listed countries, a maximum balance and a limit on holders"),
    Operation(
        f"note_transfer_batch_{BATCH}",
        f"{BATCH} transfers in one call to as many holders, under three modules; gas is of them all",
        batch_to_existing_holders,
        _existing_floor(THREE_MODULES, BATCH),
    ),
    Operation(
        f"note_transfer_batch_{BATCH}_new",
        f"{BATCH} transfers in one call to as many who have had none, under three modules; gas is of them all",
        batch_to_new_holders,
        _new_floor(THREE_MODULES, BATCH),
    ),
    Operation(
        "note_admit_investor",
        "two transactions: registered by the agent, then stated about by a trusted issuer on the one topic",
        newcomer_registered,
        Floor(
            (
                read("registry: whether the caller is an agent"),
                created("wallet: identity, country, until when verified"),
                created("identity: number of wallets"),
                created("identity: wallet"),
                read("required topics: number", 2),
                read("required topic", 2),
                ERA_READ,
                read("issuer: number of topics"),
                read("issuer: topic"),
                read("statement that is not there yet"),
                created("statement"),
                read("identity: number of wallets"),
                read("identity: wallet"),
                changed("wallet: until when verified"),
                ERA_READ,
            ),
            (),
            (
                event(REGISTRY, "IdentityRegistered"),
                event(REGISTRY, "IdentityStored"),
                event(REGISTRY, "WalletVerified", 2),
                event(REGISTRY, "Stated"),
            ),
        ),
        then=(newcomer_stated_about,),
    ),
    Operation(
        "note_series_open",
        "the second of its offering",
        opening,
        Floor(
            (*SERIES_WORDS, read("receivable: whether it was accepted")),
            (*SERIES_ACCOUNTS, ("compliance contract", 1), ("ledger", 1)),
            SERIES_EVENTS,
            SERIES_CREATED,
        ),
    ),
    Operation(
        "note_wrap_first",
        "value of a claim whose receivable has no series yet, under three modules",
        first_wrapping,
        Floor(
            (
                *WRAPPED_WORDS,
                *SERIES_WORDS,
                created("holder's notes, standing"),
                read(STANDING),
                ERA_READ,
                *asked(THREE_MODULES),
            ),
            (*SERIES_ACCOUNTS, *TOLD, ("note desk", 1)),
            (*WRAPPED_EVENTS, *SERIES_EVENTS),
            SERIES_CREATED,
        ),
    ),
    Operation(
        "note_wrap",
        "more value of the claim, by a holder of notes, under three modules",
        wrapping,
        Floor(
            (
                *WRAPPED_WORDS,
                SERIES_OF,
                SERIES_CHANGED,
                HOLDER_CHANGED,
                ERA_READ,
                BOUND,
                *asked(THREE_MODULES),
            ),
            (("series", 1), ("series' code", 1), *TOLD, ("note desk", 1)),
            WRAPPED_EVENTS,
        ),
    ),
    Operation(
        "note_unwrap",
        "a part of a wrapped claim, into a new claim of the holder, under three modules",
        unwrapping,
        Floor(
            (
                CLAIM_LESS,
                read("note desk's account: desk"),
                SERIAL,
                created("new claim"),
                changed("holder's account: claims held"),
                SERIES_OF,
                SERIES_CHANGED,
                HOLDER_CHANGED,
                BOUND,
                modules_read(len(THREE_MODULES)),
            ),
            (
                ("ledger", 1),
                ("series", 1),
                ("series' code", 1),
                *modules_called(len(THREE_MODULES)),
            ),
            (
                event(NOTE_DESK, "Unwrapped"),
                event(SERIES, "Transfer"),
                event(LEDGER, "CarriedByDesk"),
                *new_claims(),
            ),
        ),
    ),
)
