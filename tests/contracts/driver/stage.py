"""One deployment with everybody in place, and short ways to what most tests begin with."""

from datetime import date
from typing import Any

from eth_utils.crypto import keccak

from tallystick.chain.deployment import AUTHORITY_ROLE, BANK_ROLE, deploy
from tallystick.chain.interface import Interface, interface
from tallystick.chain.node import Reverted
from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    COURT,
    GOVERNOR,
    OPERATOR,
    REGISTRAR,
    REGULATOR,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import Chain, day_number
from tests.contracts.driver.contract import Contract, Party
from tests.contracts.driver.cross_border import (
    CrossBorderPolicy,
    Fixings,
    LocalFeeds,
    Milestones,
    Rates,
    Valuations,
)
from tests.contracts.driver.curves import DiscountCurves
from tests.contracts.driver.disputes import Disputes
from tests.contracts.driver.early_payment import EarlyPayment
from tests.contracts.driver.financing import FinancingDesk
from tests.contracts.driver.identities import Identities
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.money import ECny
from tests.contracts.driver.notes import CountryModule, NoteDesk, NoteSeries
from tests.contracts.driver.refusals import Refused, read_error, remember
from tests.contracts.driver.registries import Evidence, Programmes, ProgrammeTerms
from tests.contracts.driver.settlement import Settlement
from tests.contracts.driver.venue import Venue

DEBTOR, SUPPLIER, FINANCIER, INVESTOR = 1, 2, 4, 8
DUE = date(2027, 2, 28)
FACE = 10_000_000_000


class Stage:
    """The contracts as the product deploys them; accounts of the car maker and the four suppliers are open, court and
    regulator are authorities, the bank is a bank."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.contracts = deploy(self.chain.node, GOVERNOR.account, OPERATOR.address, REGISTRAR.address)
        self.chain.fund_everybody()
        self.access = Contract(self.chain, interface("AccessManager"), self.contracts.access)
        self.programmes = Programmes(self.chain, interface("ProgrammeRegistry"), self.contracts.programmes)
        self.evidence = Evidence(self.chain, interface("EvidenceRegistry"), self.contracts.evidence)
        self.ledger = Ledger(self.chain, interface("ReceivableLedger"), self.contracts.ledger)
        self.issuance = Issuance(self.chain, interface("Issuance"), self.contracts.issuance)
        self.directory = Contract(self.chain, interface("Directory"), self.contracts.directory)
        self.ecny = ECny(self.chain, interface("ECny"), self.contracts.ecny)
        self.settlement = Settlement(self.chain, interface("Settlement"), self.contracts.settlement)
        self.financing = FinancingDesk(self.chain, interface("FinancingDesk"), self.contracts.desk)
        self.disputes = Disputes(self.chain, interface("Disputes"), self.contracts.disputes)
        self.curves = DiscountCurves(self.chain, interface("DiscountCurves"), self.contracts.curves)
        self.identities = Identities(self.chain, interface("IdentityRegistry"), self.contracts.identities)
        self.notes = NoteSeries(self.chain, interface("NoteSeries"), self.contracts.notes)
        self.note_desk = NoteDesk(self.chain, interface("NoteDesk"), self.contracts.note_desk)
        self.venue = Venue(self.chain, interface("NoteMarket"), self.contracts.market)
        self.countries = CountryModule(self.chain, interface("CountryModule"), self.contracts.countries)
        self.maximum_balance, self.holder_count, self.lock_up, self.transfer_limit = (
            Contract(self.chain, interface(name), address)
            for name, address in (
                ("MaximumBalanceModule", self.contracts.maximum_balance),
                ("HolderCountModule", self.contracts.holder_count),
                ("LockUpModule", self.contracts.lock_up),
                ("TransferLimitModule", self.contracts.transfer_limit),
            )
        )
        self.early_payment = EarlyPayment(self.chain, interface("EarlyPayment"), self.contracts.early_payment)
        self.rates = Rates(self.chain, interface("ExchangeRates"), self.contracts.rates)
        self.fixings = Fixings(self.chain, interface("Fixings"), self.contracts.fixings)
        self.milestones = Milestones(self.chain, interface("Milestones"), self.contracts.milestones)
        self.local_feeds = LocalFeeds(self.chain, interface("LocalFeeds"), self.contracts.local_feeds)
        self.valuations = Valuations(self.chain, interface("Valuations"), self.contracts.valuations)
        self.cross_border = CrossBorderPolicy(
            self.chain, interface("CrossBorderPolicy"), self.contracts.cross_border
        )
        self._invoices = 0
        self._hand_out_offices()
        self._open_accounts()
        self.programme = self.open_programme()
        self._beginning = self.chain.snapshot()

    def reset(self) -> None:
        """As it was at the beginning, whatever a test before has left behind."""
        self.chain.restore(self._beginning)

    def _hand_out_offices(self) -> None:
        for role, holder in ((AUTHORITY_ROLE, COURT), (AUTHORITY_ROLE, REGULATOR), (BANK_ROLE, BANK)):
            self.access.send(GOVERNOR, "grantRole(uint64,address,uint32)", role, holder, 0)

    def _open_accounts(self) -> None:
        self.ledger.open_account(OPERATOR, CAR_MAKER, DEBTOR)
        for supplier in (TIER_ONE, A, B, C):
            self.ledger.open_account(OPERATOR, supplier, SUPPLIER)

    def open_programme(self, **terms: Any) -> int:
        """A plain programme but for the given terms; returns its number."""
        number: int = self.programmes.open(OPERATOR, ProgrammeTerms(**terms)).answer
        return number

    def invoice(
        self, amount: int = FACE, seller: Party = TIER_ONE, buyer: Party = CAR_MAKER, **more: Any
    ) -> bytes:
        """A registered invoice of its own; returns its fingerprint."""
        self._invoices += 1
        fingerprint = keccak(text=f"invoice {self._invoices}")
        self.evidence.register(REGISTRAR, fingerprint, buyer, seller, amount, **more)
        return fingerprint

    def offer(
        self, face: int = FACE, creditor: Party = TIER_ONE, programme: int | None = None, due: date = DUE
    ) -> int:
        """A receivable of the car maker on an invoice of its own, not yet accepted."""
        return self.offer_on_paper(face, creditor, programme, due)[0]

    def offer_on_paper(
        self, face: int = FACE, creditor: Party = TIER_ONE, programme: int | None = None, due: date = DUE
    ) -> tuple[int, bytes]:
        """The same, with the invoice that it rests on."""
        paper = self.invoice(face, creditor)
        number = self.programme if programme is None else programme
        outcome = self.issuance.issue(CAR_MAKER, number, creditor, face, day_number(due), [(paper, face)])
        return outcome.answer, paper

    def claim(
        self, face: int = FACE, holder: Actor = TIER_ONE, programme: int | None = None, due: date = DUE
    ) -> int:
        """The first claim of a new receivable, accepted by its creditor `holder`."""
        claim: int = self.issuance.accept(holder, self.offer(face, holder, programme, due)).answer
        return claim

    def put(self, contract: Interface, *arguments: Any) -> Contract:
        """A further contract on the chain. Raises `Refused` where its constructor does."""
        code = contract.constructor(*(getattr(argument, "address", argument) for argument in arguments))
        try:
            self.chain.node.gas_needed(GOVERNOR.address, None, code)
        except Reverted as reverted:
            error = read_error(contract, reverted.data)
            remember(contract, "constructor", error.name, GOVERNOR)
            raise Refused(error) from None
        address = self.chain.send(GOVERNOR, None, code).contract_address
        assert address is not None
        return Contract(self.chain, contract, address)
