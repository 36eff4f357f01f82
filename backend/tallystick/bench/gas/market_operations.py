"""Operations on the market for notes: how each is brought about, and by name what it cannot do without."""

from tallystick.bench.gas.floor import Floor, changed, created, event, read
from tallystick.bench.gas.market_preparations import asking, filling
from tallystick.bench.gas.note_operations import ERA_READ, SERIES_OF, asked, modules_called
from tallystick.bench.gas.note_preparations import THREE_MODULES
from tallystick.bench.gas.operation import Operation

MARKET, MONEY, SERIES = "NoteMarket", "ECny", "NoteSeries"

SERIES_READ = read("series: pause, closing, holders, whose registry")
SERIES_ACCOUNTS = (("note desk", 1), ("series", 1), ("series' code", 1))

MARKET_OPERATIONS = (
    Operation(
        "market_ask",
        "notes offered at a rate by who holds them",
        asking,
        Floor(
            (
                SERIES_OF,
                SERIES_READ,
                read("receivable: terms", 2),
                read("programme: terms", 4),
                read("maker's account: suspended"),
                read("maker's notes: balance, frozen"),
                read("maker's wallet: until when verified"),
                ERA_READ,
                changed("number of orders"),
                created("order", 2),
            ),
            (
                *SERIES_ACCOUNTS,
                ("issuance", 1),
                ("programme registry", 1),
                ("ledger", 1),
                ("identity registry", 1),
            ),
            (event(MARKET, "OrderPlaced"),),
        ),
    ),
    Operation(
        "market_fill",
        "a part of an ask, by a holder of the series, under three modules: notes against e-CNY",
        filling,
        Floor(
            (
                read("order: maker, expiry"),
                changed("order: left"),
                SERIES_OF,
                SERIES_READ,
                read("wallets of seller and buyer: identity", 2),
                read("accounts of seller and buyer: suspended", 2),
                read("allowance of money"),
                read("allowance of notes"),
                read("wallets for money: bank, tier, day", 2),
                changed("buyer's wallet for money: paid today"),
                changed("money of seller and buyer", 2),
                changed("notes of seller and buyer", 2),
                ERA_READ,
                *asked(THREE_MODULES),
            ),
            (
                *SERIES_ACCOUNTS,
                ("ledger", 1),
                ("identity registry", 1),
                ("e-CNY", 1),
                *modules_called(len(THREE_MODULES)),
            ),
            (event(MARKET, "OrderFilled"), event(MONEY, "Transfer"), event(SERIES, "Transfer")),
        ),
    ),
)
