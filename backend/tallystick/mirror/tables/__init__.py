"""What the mirror keeps. Every table here is a function of the chain: drop them all, rebuild, and nothing is lost.

Rows are kept per deployment, that is per (genesis hash, directory contract). `block` and `log_index` name the event a
row comes from. Addresses and hashes are bytes, amounts integers of minor units, a claim the pair (receivable, serial).
"""

from tallystick.mirror.tables.accounts import Account, Suspension
from tallystick.mirror.tables.base import MirrorTables
from tallystick.mirror.tables.border import (
    BorderFactor,
    BorderLimit,
    BorderMovement,
    BorderOrder,
    BorderPurpose,
    BorderWallet,
    DeclaredPurpose,
    FeedAnswer,
    Fixing,
    FixingFallback,
    LocalFeed,
    Milestone,
    RateReading,
    Valuation,
)
from tallystick.mirror.tables.chain import Block, Deployment, Event
from tallystick.mirror.tables.claims import Claim, FreezeOrder, Holding, Receivable
from tallystick.mirror.tables.discount import CurveKnot
from tallystick.mirror.tables.evidence import CreditNote, Document, Drawing
from tallystick.mirror.tables.financing import (
    Agreement,
    DebtPayment,
    Lien,
    RecourseDemand,
    RevokedQuote,
    Sale,
)
from tallystick.mirror.tables.identities import (
    ListedCountry,
    NoteWallet,
    RegistryGeneration,
    RequiredTopic,
    Statement,
    TrustedIssuer,
)
from tallystick.mirror.tables.journal import Entry, Lot, Posting
from tallystick.mirror.tables.market import EarlyAuction, EarlyOffer, NoteOrder, NoteTrade
from tallystick.mirror.tables.money import Collection, Hold, PaymentApproval, Round, Wallet
from tallystick.mirror.tables.notes import (
    NoteAgent,
    NoteAllowance,
    NoteBalance,
    NoteMovement,
    NotePayment,
    NoteSeries,
    Offering,
    OfferingModule,
)
from tallystick.mirror.tables.offers import Allowance, Offer
from tallystick.mirror.tables.programmes import Programme, TermRule

__all__ = [
    "Account",
    "Agreement",
    "Allowance",
    "Block",
    "BorderFactor",
    "BorderLimit",
    "BorderMovement",
    "BorderOrder",
    "BorderPurpose",
    "BorderWallet",
    "Claim",
    "Collection",
    "CreditNote",
    "CurveKnot",
    "DebtPayment",
    "DeclaredPurpose",
    "Deployment",
    "Document",
    "Drawing",
    "EarlyAuction",
    "EarlyOffer",
    "Entry",
    "Event",
    "FeedAnswer",
    "Fixing",
    "FixingFallback",
    "FreezeOrder",
    "Hold",
    "Holding",
    "Lien",
    "ListedCountry",
    "LocalFeed",
    "Lot",
    "Milestone",
    "MirrorTables",
    "NoteAgent",
    "NoteAllowance",
    "NoteBalance",
    "NoteMovement",
    "NoteOrder",
    "NotePayment",
    "NoteSeries",
    "NoteTrade",
    "NoteWallet",
    "Offer",
    "Offering",
    "OfferingModule",
    "PaymentApproval",
    "Posting",
    "Programme",
    "RateReading",
    "Receivable",
    "RecourseDemand",
    "RegistryGeneration",
    "RequiredTopic",
    "RevokedQuote",
    "Round",
    "Sale",
    "Statement",
    "Suspension",
    "TermRule",
    "TrustedIssuer",
    "Valuation",
    "Wallet",
]
