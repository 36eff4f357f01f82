"""Operations on claims: how each is brought about, and by name what it cannot do without."""

from typing import Any

from tallystick.bench.gas.floor import Floor, Word, changed, cleared, created, event, read
from tallystick.bench.gas.ground import SUPPLIER, address, newcomer
from tallystick.bench.gas.operation import Operation
from tallystick.bench.gas.preparations import (
    EARLIER_OFFERS,
    a_hundred_pieces,
    accept_evidenced_offer,
    accept_issue,
    accept_offer,
    distribution,
    evidenced_offer,
    issue,
    merge,
    offer,
    split_existing,
    split_to,
    split_with_policy,
    thirty_claims,
    value_between_claims,
    whole_claim,
)

LEDGER, ISSUANCE, EVIDENCE = "ReceivableLedger", "Issuance", "EvidenceRegistry"


GIVER_READ = read("giver's account: suspended, desk")
RECEIVABLE_READ = read("receivable: due day, pause, rules")
RECIPIENT_OPEN = changed("recipient's account: claims held")
RECIPIENT_NEW = created("recipient's account: claims held")
SERIAL = changed("receivable: next serial")
CLAIM_LESS = changed("claim given from: value")
RECIPIENT = (("recipient, who may be a contract to be asked", 1),)


def doors(contract: str, called_by: str) -> tuple[Word, ...]:
    """What OpenZeppelin's access management looks up before a function that only one role may call."""
    return (
        read(f"{contract}'s authority"),
        read(f"{contract}: whether it is closed"),
        read(f"{contract}: the function's role"),
        read(f"membership of {called_by}"),
    )


def new_claims(count: int = 1) -> tuple[Any, ...]:
    return (
        event(LEDGER, "Transfer", count),
        event(LEDGER, "SlotChanged", count),
        event(LEDGER, "TransferValue", count),
    )


def evidence_drawn(from_ledger: str) -> tuple[Word, ...]:
    return (
        *doors("evidence registry", from_ledger),
        read("document: buyer, amount, currency"),
        changed("document: seller, drawn"),
        created("drawing on the document"),
    )


def _split_floor(recipient: Word, *more: Word, accounts: tuple[tuple[str, int], ...] = ()) -> Floor:
    words = (CLAIM_LESS, GIVER_READ, SERIAL, created("new claim"), recipient, *more)
    return Floor(words, (*RECIPIENT, *accounts), new_claims())


def _claim_floor(recipient: Word, count: int = 1) -> Floor:
    words = (
        changed("claim: owner, epoch", count),
        RECEIVABLE_READ,
        changed("giver's account: claims held"),
        recipient,
    )
    return Floor(words, (), (event(LEDGER, "Transfer", count),))


PROGRAMME = (
    read("programme: terms"),
    read("programme: number of term rules"),
    read("programme: last term rule"),
)

CLAIM_OPERATIONS = (
    Operation(
        "split_new_owner",
        "value into a new claim of an account whose word is still zero",
        split_to(newcomer()),
        _split_floor(RECIPIENT_NEW),
    ),
    Operation(
        "split_existing_owner",
        "value into a new claim of an open account",
        split_existing,
        _split_floor(RECIPIENT_OPEN),
    ),
    Operation(
        "value_between_claims",
        "from one owner's claim into another owner's",
        value_between_claims,
        Floor(
            (CLAIM_LESS, changed("claim given to: value"), GIVER_READ, RECEIVABLE_READ),
            RECIPIENT,
            (event(LEDGER, "TransferValue"),),
        ),
    ),
    Operation(
        "claim_new_owner",
        "a whole claim to an account whose word is still zero",
        lambda ground: whole_claim(ground, newcomer()),
        _claim_floor(RECIPIENT_NEW),
    ),
    Operation(
        "claim_existing_owner",
        "a whole claim to an open account",
        lambda ground: whole_claim(ground, address(ground.supplier)),
        _claim_floor(RECIPIENT_OPEN),
    ),
    Operation(
        "offer",
        f"an allowance of value, beside {EARLIER_OFFERS} earlier ones",
        offer,
        Floor((read("claim: owner, epoch"), created("allowance")), (), (event(LEDGER, "ApprovalValue"),)),
    ),
    Operation(
        "accept_offer",
        "the recipient takes all that it was allowed into a new claim",
        accept_offer,
        Floor(
            (CLAIM_LESS, GIVER_READ, SERIAL, created("new claim"), RECIPIENT_OPEN, cleared("allowance")),
            (),
            (event(LEDGER, "ApprovalValue"), *new_claims()),
        ),
    ),
    Operation(
        "split_10_new_owners",
        "ten parts to ten accounts whose words are still zero, in one call",
        distribution,
        Floor(
            (
                CLAIM_LESS,
                GIVER_READ,
                SERIAL,
                created("new claim", 10),
                created("recipient's account: claims held", 10),
            ),
            ((RECIPIENT[0][0], 10),),
            new_claims(10),
        ),
    ),
    Operation(
        "split_100",
        "a claim cut into a hundred of the same value and owner, in one call",
        a_hundred_pieces,
        Floor(
            (CLAIM_LESS, changed("owner's account: claims held"), SERIAL, created("new claim", 99)),
            (),
            new_claims(99),
        ),
    ),
    Operation(
        "claims_30_one_call",
        "thirty whole claims to one open account",
        thirty_claims,
        _claim_floor(RECIPIENT_OPEN, 30),
    ),
    Operation(
        "merge",
        "one claim into another of the same owner",
        merge,
        Floor(
            (
                changed("claim merged into: value"),
                cleared("claim merged"),
                RECEIVABLE_READ,
                changed("owner's account: claims held"),
            ),
            (),
            (
                event(LEDGER, "TransferValue", 2),
                event(LEDGER, "SlotChanged"),
                event(LEDGER, "Transfer"),
            ),
        ),
    ),
    Operation(
        "open_account",
        "by the operator",
        lambda ground: ground.opening_of(newcomer(), SUPPLIER),
        Floor(
            (*doors("ledger", "the operator"), created("account: opened, roles")),
            (("access manager", 1),),
            (event(LEDGER, "AccountOpened"),),
        ),
    ),
    Operation(
        "issue",
        "offered to a creditor, on one invoice",
        issue,
        Floor(
            (
                *PROGRAMME,
                read("debtor's account"),
                read("debtor's earliest due day, whether it is overdue"),
                read("creditor's account"),
                changed("number of receivables"),
                created("terms of the receivable", 2),
                *evidence_drawn("the issuance"),
            ),
            (("programme registry", 1), ("ledger", 1), ("evidence registry", 1), ("access manager", 1)),
            (event(ISSUANCE, "ReceivableOffered"), event(EVIDENCE, "EvidenceDrawn")),
        ),
    ),
    Operation(
        "accept_issue",
        "on a day on which the debtor has nothing else due",
        accept_issue,
        Floor(
            (
                changed("terms: debtor, face, status"),
                read("terms: creditor, days, programme"),
                created("how much the debtor has due on the day"),
                changed("days on which the debtor has something due"),
                read("debtor's earliest due day"),
                *PROGRAMME,
                *doors("ledger", "the issuance"),
                created("receivable"),
                created("claim"),
                changed("creditor's account: claims held"),
            ),
            (("programme registry", 1), ("ledger", 1), ("access manager", 1)),
            (event(ISSUANCE, "ReceivableAccepted"), *new_claims()),
        ),
    ),
    Operation(
        "offer_with_evidence",
        "with an end and one invoice behind it",
        evidenced_offer,
        Floor(
            (read("claim: owner, value, epoch"), GIVER_READ, RECEIVABLE_READ, created("offer")),
            (),
            (event(LEDGER, "OfferMade", dynamic_bytes=32 + 64),),
        ),
    ),
    Operation(
        "accept_offer_with_evidence",
        "the recipient signs, and the invoice is drawn on",
        accept_evidenced_offer,
        Floor(
            (
                CLAIM_LESS,
                GIVER_READ,
                SERIAL,
                created("new claim"),
                RECIPIENT_OPEN,
                cleared("offer"),
                read("programme: terms"),
                *evidence_drawn("the ledger"),
            ),
            (("programme registry", 1), ("evidence registry", 1), ("access manager", 1)),
            (event(LEDGER, "OfferAccepted"), event(EVIDENCE, "EvidenceDrawn"), *new_claims()),
        ),
    ),
    Operation(
        "split_new_owner_with_policy",
        "as split_new_owner, under a policy that accepts and keeps no books",
        split_with_policy,
        _split_floor(RECIPIENT_NEW, read("receivable's policy"), accounts=(("policy", 1),)),
    ),
)
