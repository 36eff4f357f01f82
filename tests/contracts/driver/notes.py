"""Notes, the desk where claims are wrapped into them, and the rules of an offering, in sentences."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tallystick.chain.interface import interface
from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party, address_of
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.words import NoteWord, SeriesWord, receivable_of

ModuleSetting = tuple[Party, int]
MODULES = "(address,uint80)[]"
ORDER = b"\7" * 32
UNLIMITED = 2**256 - 1


class NoteSeries(Contract):
    # ERC-20

    def transfer(self, holder: Actor, to: Party, amount: int) -> Outcome:
        return self.send(holder, "transfer(address,uint256)", to, amount)

    def approve(self, holder: Actor, spender: Party, amount: int) -> Outcome:
        return self.send(holder, "approve(address,uint256)", spender, amount)

    def transfer_from(self, spender: Actor, holder: Party, to: Party, amount: int) -> Outcome:
        return self.send(spender, "transferFrom(address,address,uint256)", holder, to, amount)

    def transfer_all(self, holder: Actor, to: Sequence[Party], amounts: Sequence[int]) -> Outcome:
        return self.send(holder, "batchTransfer(address[],uint256[])", list(to), list(amounts))

    def balance(self, holder: Party) -> int:
        balance: int = self.ask("balanceOf(address)", holder)
        return balance

    def balances(self, *holders: Party) -> tuple[int, ...]:
        return tuple(self.balance(holder) for holder in holders)

    def allowance(self, holder: Party, spender: Party) -> int:
        allowance: int = self.ask("allowance(address,address)", holder, spender)
        return allowance

    def in_all(self) -> int:
        supply: int = self.ask("totalSupply()")
        return supply

    # Transfer agents

    def pause(self, agent: Actor) -> Outcome:
        return self.send(agent, "pause()")

    def unpause(self, agent: Actor) -> Outcome:
        return self.send(agent, "unpause()")

    def freeze_wallet(self, agent: Actor, wallet: Party, frozen: bool = True) -> Outcome:
        return self.send(agent, "setAddressFrozen(address,bool)", wallet, frozen)

    def freeze(self, agent: Actor, wallet: Party, amount: int) -> Outcome:
        return self.send(agent, "freezePartialTokens(address,uint256)", wallet, amount)

    def unfreeze(self, agent: Actor, wallet: Party, amount: int) -> Outcome:
        return self.send(agent, "unfreezePartialTokens(address,uint256)", wallet, amount)

    def set_frozen(self, agent: Actor, wallet: Party, amount: int) -> Outcome:
        return self.send(agent, "setFrozenTokens(address,uint256)", wallet, amount)

    def frozen(self, wallet: Party) -> int:
        amount: int = self.ask("getFrozenTokens(address)", wallet)
        return amount

    def cite(self, agent: Actor, giver: Party, to: Party, amount: int, order: bytes = ORDER) -> Outcome:
        return self.send(agent, "citeOrder(address,address,uint256,bytes32)", giver, to, amount, order)

    def force(self, agent: Actor, giver: Party, to: Party, amount: int) -> Outcome:
        return self.send(agent, "forcedTransfer(address,address,uint256)", giver, to, amount)

    def recover(self, agent: Actor, lost: Party, found: Party, identity: Party) -> Outcome:
        return self.send(agent, "recoveryAddress(address,address,address)", lost, found, identity)

    # The owner

    def appoint(self, owner: Actor, agent: Party) -> Outcome:
        return self.send(owner, "addAgent(address)", agent)

    def dismiss(self, owner: Actor, agent: Party) -> Outcome:
        return self.send(owner, "removeAgent(address)", agent)

    def set_registry(self, owner: Actor, registry: Party) -> Outcome:
        return self.send(owner, "setIdentityRegistry(address)", registry)

    def set_compliance(self, owner: Actor, compliance: Party) -> Outcome:
        return self.send(owner, "setCompliance(address)", compliance)

    # What a transfer would meet with

    def can_send(self, account: Party) -> bool:
        answer: bool = self.ask("canSend(address)", account)
        return answer

    def can_receive(self, account: Party) -> bool:
        answer: bool = self.ask("canReceive(address)", account)
        return answer

    def can_transfer(self, giver: Party, to: Party, amount: int) -> bool:
        answer: bool = self.ask("canTransfer(address,address,uint256)", giver, to, amount)
        return answer

    def check(self, giver: Party, to: Party, amount: int) -> None:
        """Raises `Refused` where the transfer would be."""
        self.ask("checkTransfer(address,address,uint256)", giver, to, amount)

    def word(self, holder: Party) -> NoteWord:
        return NoteWord.read(self.ask("holderWord(address)", holder))

    def series_word(self) -> SeriesWord:
        return SeriesWord.read(self.ask("seriesState()"))

    @contextmanager
    def foretold(self, error: str, giver: Actor, to: Party, amount: int) -> Iterator[None]:
        """The block is refused with that error, and whoever had asked would have known."""
        assert not self.can_transfer(giver, to, amount)
        with refused(error):
            self.check(giver, to, amount)
        with refused(error):
            yield


class NoteCompliance(Contract):
    def set_modules(self, owner: Actor, modules: Sequence[ModuleSetting]) -> Outcome:
        return self.send(owner, f"setModules({MODULES})", list(modules))

    def modules(self) -> list[tuple[bytes, int]]:
        return list(self.ask("modules()"))

    def bind(self, who: Actor, token: Party) -> Outcome:
        return self.send(who, "bindToken(address)", token)

    def unbind(self, who: Actor, token: Party) -> Outcome:
        return self.send(who, "unbindToken(address)", token)

    def is_bound(self, token: Party) -> bool:
        answer: bool = self.ask("isTokenBound(address)", token)
        return answer


class CountryModule(Contract):
    def list_countries(self, who: Actor, countries: Sequence[int]) -> Outcome:
        """Answers with the list's number."""
        return self.send(who, "listCountries(uint16[])", list(countries))


class NoteDesk(Contract):
    def open_offering(
        self, who: Actor, programme: int, agent: Party, modules: Sequence[ModuleSetting] = ()
    ) -> Outcome:
        """Answers with the address of its compliance contract."""
        return self.send(who, f"openOffering(uint32,address,{MODULES})", programme, agent, list(modules))

    def name_agent(self, who: Actor, programme: int, agent: Party) -> Outcome:
        return self.send(who, "nameAgent(uint32,address)", programme, agent)

    def open_series(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "openSeries(uint64)", receivable)

    def wrap(self, holder: Actor, ledger: Ledger, claim: int, value: int, terms: bytes = b"") -> Outcome:
        """Answers with the claim that is wrapped now."""
        return ledger.send(holder, "sell(uint256,uint64,address,bytes)", claim, value, self, terms)

    def unwrap(self, holder: Actor, claim: int, value: int) -> Outcome:
        """Answers with the holder's claim."""
        return self.send(holder, "unwrap(uint256,uint64)", claim, value)

    def consolidate(self, who: Actor, claims: Sequence[int], into: int) -> Outcome:
        return self.send(who, "consolidate(uint256[],uint256)", list(claims), into)

    def collect(self, who: Actor, claims: Sequence[int], holders: Sequence[Party]) -> Outcome:
        """In the order that the desk asks for."""
        ordered = sorted(address_of(holder) for holder in holders)
        return self.collect_as_named(who, sorted(claims), ordered)

    def collect_as_named(self, who: Actor, claims: Sequence[int], holders: Sequence[Party]) -> Outcome:
        return self.send(who, "collect(uint256[],address[])", list(claims), list(holders))

    def series_of(self, claim: int) -> NoteSeries:
        address: bytes = self.ask("seriesOf(uint64)", receivable_of(claim))
        return NoteSeries(self.chain, interface("NoteSeries"), address)

    def compliance_of(self, programme: int) -> NoteCompliance:
        address: bytes = self.ask("complianceOf(uint32)", programme)
        return NoteCompliance(self.chain, interface("NoteCompliance"), address)
