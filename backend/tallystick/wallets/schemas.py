"""Wallets, payments and holds as the API shows them. Amounts are fen."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.receivables.schemas import HASH, INSTANT, MILLION, Amount, TransactionHash
from tallystick.web.bodies import Body, Instant, Line

PURPOSE_BYTES = 32

Tier = Annotated[
    int,
    Field(
        ge=0,
        le=255,
        description="0 for a firm; 1 to 4 for a person, 1 being known best; 2 to 4 have limits.",
        examples=[0],
    ),
]


def _short_enough(text: str) -> str:
    if len(text.encode()) > PURPOSE_BYTES:
        raise ValueError(f"It should have at most {PURPOSE_BYTES} bytes in UTF-8")
    return text


Purpose = Annotated[
    Line,
    StringConstraints(max_length=PURPOSE_BYTES),
    AfterValidator(_short_enough),
    Field(
        description="What it is for, at most 32 bytes in UTF-8; the releaser reads it.", examples=["PO-4711"]
    ),
]


class NewWallet(Body):
    """Opens a wallet for a customer that the bank has identified."""

    party: PartyId = Field(description="Whose wallet it is to be.")
    tier: Tier = 0


class NewTier(Body):
    """The bank knows its customer better, or worse."""

    tier: Tier


class NewAmount(Body):
    """An amount to issue or to redeem."""

    amount: Amount


class NewPayment(Body):
    """A payment out of one's own wallet, or out of one whose owner has approved it."""

    to: PartyId = Field(description="Who is paid.")
    amount: Amount
    payer: PartyId | None = Field(
        default=None,
        alias="from",
        description="Whose wallet it comes out of; without it, your own. Its owner must have approved you.",
    )


class NewPaymentApproval(Body):
    """Lets a party pay out of one's wallet, or a bank redeem."""

    spender: PartyId = Field(
        description="Who may: a party; `desk`, which pays for what financiers quoted; `market`, which pays for notes.",
    )
    amount: Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)] = Field(
        description="How much in all from now on, fen; 0 takes it back.", examples=[MILLION]
    )


class NewHold(Body):
    """Sets money of one's own aside: it stays in the wallet and cannot be spent otherwise."""

    amount: Amount
    releaser: PartyId = Field(description="Who pays it out, or gives it back.")
    payee: PartyId | None = Field(
        default=None, description="Whom alone it may be paid to; without it, the releaser says to whom."
    )
    expires_at: Instant | None = Field(
        default=None,
        description="The last moment in which it may be paid; after it you can take it back. Without it, only the "
        "releaser gives it back.",
        examples=["2027-01-31T16:00:00Z"],
    )
    purpose: Purpose = ""


class HoldPayment(Body):
    """Pays out of a hold."""

    amount: Amount
    to: PartyId | None = Field(
        default=None, description="Who is paid; needed where the hold names no payee, and else its payee."
    )


class WalletView(BaseModel):
    """Somebody's e-CNY."""

    owner: PartyReference = Field(description="Whose it is.")
    bank: PartyReference = Field(description="The operating bank that opened it.")
    tier: int = Field(description="0 for a firm; 1 to 4 for a person.", examples=[0])
    balance: int = Field(description="All that is in it, fen.", examples=[MILLION])
    held: int = Field(description="What of it is set aside by holds, fen.", examples=[0])
    available: int = Field(description="What can be paid with now, fen.", examples=[MILLION])


class WalletReceipt(BaseModel):
    """A wallet after what was asked for has been done."""

    wallet: WalletView = Field(description="The wallet as it stands now.")
    transaction: TransactionHash


class WalletList(BaseModel):
    """Wallets that the viewer may see."""

    wallets: list[WalletView] = Field(description="One's own; a bank's customers'; for the supervisor all.")


class PaymentReceipt(BaseModel):
    """A payment that was made."""

    payer: PartyReference = Field(description="Whose wallet it came out of.")
    payee: PartyReference = Field(description="Who was paid.")
    amount: int = Field(description="Fen.", examples=[MILLION])
    transaction: TransactionHash


class MoneyMovement(BaseModel):
    """Money that came into a wallet or left it."""

    kind: Literal["issue", "redeem", "pay"] = Field(
        description="Put in by the bank, taken out by it, or paid from wallet to wallet."
    )
    payer: PartyReference | None = Field(description="Whose wallet it left; null where it was issued.")
    payee: PartyReference | None = Field(description="Whose it came into; null where it was redeemed.")
    amount: int = Field(description="Fen.", examples=[MILLION])
    block: int = Field(description="The block of its transaction.", examples=[42])
    at: str = Field(description="When that was (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class MoneyMovementList(BaseModel):
    """A page of what has happened in one's wallet."""

    movements: list[MoneyMovement] = Field(description="The latest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])


class PaymentApprovalView(BaseModel):
    """What somebody may pay out of a wallet."""

    owner: PartyReference = Field(description="Whose wallet.")
    spender: PartyReference = Field(description="Who may.")
    remaining: str = Field(
        description="How much is left of it, fen, as a decimal string of up to 256 bits.", examples=["50000"]
    )


class PaymentApprovalReceipt(BaseModel):
    """An approval as it was given."""

    owner: PartyReference = Field(description="Whose wallet.")
    spender: PartyReference = Field(description="Who may.")
    amount: int = Field(description="How much in all from now on, fen.", examples=[50_000])
    transaction: TransactionHash


class PaymentApprovalList(BaseModel):
    """Approvals that one gave or was given."""

    approvals: list[PaymentApprovalView] = Field(description="By owner and spender.")


class HoldView(BaseModel):
    """Money that is set aside for a purpose."""

    id: str = Field(description="The hold's number.", examples=["12"])
    payer: PartyReference = Field(description="In whose wallet it lies.")
    releaser: PartyReference = Field(description="Who pays it out, or gives it back.")
    payee: PartyReference | None = Field(description="Whom alone it may be paid to; null for anybody.")
    amount: int = Field(description="What was set aside, fen.", examples=[MILLION])
    left: int = Field(description="What of it was neither paid nor returned, fen.", examples=[MILLION])
    expires_at: str | None = Field(
        description="The last moment in which it may be paid (RFC 3339); null where there is none.",
        examples=[INSTANT],
    )
    purpose: str | None = Field(
        description="What it is for; null where it is no text. What pays a receivable says so.",
        examples=["PO-4711"],
    )
    receivable: str | None = Field(
        description="The receivable that it pays; null where it pays none.", examples=["7"]
    )
    purpose_word: str = Field(description="The purpose as it is on the chain.", examples=[HASH])
    placed_at: str = Field(description="When it was set aside (RFC 3339).", examples=[INSTANT])


class HoldReceipt(BaseModel):
    """A hold after what was asked for has been done."""

    hold: HoldView = Field(description="The hold as it stands now.")
    transaction: TransactionHash


class HoldList(BaseModel):
    """A page of holds that one placed, may release, or is the payee of."""

    holds: list[HoldView] = Field(description="In the order of their numbers.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["112"])
