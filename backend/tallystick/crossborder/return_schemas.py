"""What comes back from abroad, as the API shows it. Null is n/a, and says why."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from tallystick.parties.schemas import PartyReference
from tallystick.receivables.schemas import INSTANT, MILLION, TransactionHash

Missing = Literal["nothing_settled", "nothing_due", "nothing_paid_long_enough_ago", "not_for_the_debtor"]


class RatioView(BaseModel):
    """A share, and what it is a share of."""

    numerator: int | None = Field(description="The part, in minor units.", examples=[3 * MILLION])
    denominator: int | None = Field(description="The whole, in the same.", examples=[4 * MILLION])
    ratio: Decimal | None = Field(
        description="numerator / denominator to six decimals, rounded down: 1 is all of it.",
        examples=["0.750000"],
    )
    missing: Missing | None = Field(
        description="Why there is no ratio; null where there is one. What suppliers do with their money is not for "
        "their debtor to know."
    )


class SettledView(BaseModel):
    """Face that is not owed any more, by what ended it."""

    in_ecny: int = Field(description="Its holder was paid in e-CNY.", examples=[3 * MILLION])
    own: int = Field(description="Its debtor held it itself when it was due, and paid nobody.", examples=[0])
    otherwise: int = Field(description="Both sides have undone it, or it was set off.", examples=[MILLION])


class DueView(BaseModel):
    """Face that was due and whose days of grace are over, by what became of it; and face whose are not."""

    in_time: int = Field(description="Settled before the last day of grace was over.", examples=[2 * MILLION])
    late: int = Field(description="Settled later.", examples=[MILLION])
    waiting: int = Field(
        description="Set aside by the debtor and not paid out, as for a cap or a milestone: not overdue.",
        examples=[0],
    )
    unfunded: int = Field(description="Overdue.", examples=[MILLION])
    in_grace: int = Field(
        description="Due, with days of grace to come: on neither side of the ratio.", examples=[0]
    )


class WhereaboutsView(BaseModel):
    """Where the e-CNY is that overseas wallets were paid on claims, overdue interest included. Fen.

    paid = kept + spent + purchased + redeemed.
    """

    paid: int = Field(description="All of it.", examples=[4 * MILLION])
    kept: int = Field(description="Still in the wallet that was paid.", examples=[MILLION])
    spent: int = Field(description="In another overseas wallet.", examples=[0])
    purchased: int = Field(description="With an onshore party, for what it sold.", examples=[MILLION])
    redeemed: int = Field(
        description="Taken out of e-CNY, by whoever had it by then.", examples=[2 * MILLION]
    )


class CurrencyReturns(BaseModel):
    """The three return ratios of receivables in one currency. They answer three questions and are not to be mixed."""

    currency: str = Field(description="ISO 4217.", examples=["USD"])
    settled_in_ecny: RatioView = Field(description="Settled in e-CNY / settled, of face.")
    settled: SettledView = Field(description="What was settled, in the currency.")
    settled_in_time: RatioView = Field(description="Settled by due plus grace / due, of face.")
    due: DueView = Field(description="What was due, in the currency.")
    kept_onshore: RatioView = Field(
        description="Of the e-CNY that overseas wallets were paid at least `kept_days` days ago: what was not redeemed "
        "when these days were over, whoever had it."
    )
    money: WhereaboutsView | None = Field(
        description="Where all that e-CNY is; null to a debtor, whose suppliers' affair it is."
    )


class ReturnFigures(BaseModel):
    """What comes back of what was owed across the border."""

    as_of: date = Field(
        description="The day, in Asia/Shanghai, at the end of which it was so; today: so far.",
        examples=["2027-03-01"],
    )
    programme: str | None = Field(description="The programme, where it is only about one.", examples=["1"])
    debtor: PartyReference | None = Field(description="Whose receivables; null where they are everybody's.")
    grace_days: int | None = Field(
        description="As asked; null: each programme's own, and one at least.", examples=[15]
    )
    kept_days: int = Field(description="After how many days kept_onshore asks.", examples=[30])
    currencies: list[CurrencyReturns] = Field(description="By currency.")


class OutflowView(BaseModel):
    """Money that left a wallet, seen by who got it."""

    kind: Literal["spending", "purchase", "redemption"] = Field(
        description="To another overseas wallet, to an onshore party, or out of e-CNY by its bank."
    )
    payee: PartyReference | None = Field(description="Who got it; null where it was redeemed.")
    amount: int = Field(description="Fen.", examples=[MILLION])
    settled: int = Field(
        description="How much of it the wallet had been paid on claims: what came in first goes out first.",
        examples=[MILLION],
    )
    block: int = Field(description="The block that it happened in.", examples=[42])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class WalletLoop(BaseModel):
    """What an overseas wallet was paid on claims, and what its owner did with that. Fen.

    settled = kept + spent + purchased + redeemed.
    """

    owner: PartyReference = Field(description="Whose wallet.")
    settled: int = Field(
        description="What it was paid on claims, overdue interest included.", examples=[4 * MILLION]
    )
    kept: int = Field(description="What of that is still in it.", examples=[MILLION])
    spent: int = Field(description="Paid to other overseas wallets.", examples=[MILLION])
    purchased: int = Field(description="Paid to onshore parties.", examples=[MILLION])
    redeemed: int = Field(description="Taken out of e-CNY by its bank.", examples=[MILLION])
    outflows: list[OutflowView] = Field(description="What left it, the latest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])
