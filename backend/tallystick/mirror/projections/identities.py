"""Who may hold notes: topics, issuers, statements, and what follows from them for wallets."""

from typing import Any

from tallystick.mirror.events import Place
from tallystick.mirror.note_events import (
    CountriesListed,
    IssuerDistrusted,
    IssuerTrusted,
    Stated,
    StatementWithdrawn,
    TopicRequired,
    WalletCountryChanged,
    WalletVerified,
)
from tallystick.mirror.state import Project, State

GENERATION = 1
"""The only row of its table."""


def generation_of(state: State) -> int:
    """Counted from 1, as the contract does."""
    row = state.generation.get(GENERATION)
    return 1 if row is None else row["generation"]


def _begin_generation(state: State) -> None:
    generation = generation_of(state) + 1
    state.generation.put(GENERATION, {"id": GENERATION, "generation": generation})


def _require(state: State, _place: Place, event: TopicRequired) -> None:
    """A topic that is required no longer takes nobody's standing away."""
    topic = str(event.topic)
    if event.required:
        state.required_topics.add(topic, {"topic": topic})
        _begin_generation(state)
    else:
        state.required_topics.remove(topic)


def _trust(state: State, _place: Place, event: IssuerTrusted) -> None:
    _forget_issuer(state, event.issuer)
    for topic in map(str, dict.fromkeys(event.topics)):
        state.trusted_issuers.put((event.issuer, topic), {"issuer": event.issuer, "topic": topic})
    if not event.anew:
        _begin_generation(state)


def _distrust(state: State, _place: Place, event: IssuerDistrusted) -> None:
    _forget_issuer(state, event.issuer)
    _begin_generation(state)


def _forget_issuer(state: State, issuer: bytes) -> None:
    for key in state.trusted_issuers.keys_of((issuer,)):
        state.trusted_issuers.remove(key)


def _state(state: State, place: Place, event: Stated) -> None:
    topic = str(event.topic)
    state.statements.put(
        (event.identity, topic),
        {
            "identity": event.identity,
            "topic": topic,
            "issuer": event.issuer,
            "expiry": event.expiry,
            "evidence": event.evidence,
            "at": place.timestamp,
        },
    )


def _withdraw(state: State, _place: Place, event: StatementWithdrawn) -> None:
    state.statements.remove((event.identity, str(event.topic)))


def _verify(state: State, _place: Place, event: WalletVerified) -> None:
    if not event.country:
        state.note_wallets.remove(event.wallet)
        return
    state.note_wallets.put(
        event.wallet,
        {
            "wallet": event.wallet,
            "identity": event.identity,
            "country": event.country,
            "until": event.until,
            "generation": generation_of(state),
        },
    )


def _change_country(state: State, _place: Place, event: WalletCountryChanged) -> None:
    state.note_wallets.change(event.wallet)["country"] = event.country


def _list_countries(state: State, _place: Place, event: CountriesListed) -> None:
    for country in dict.fromkeys(event.countries):
        state.listed_countries.add((event.list, country), {"list": event.list, "country": country})


IDENTITY_PROJECTIONS: dict[type[Any], Project] = {
    TopicRequired: _require,
    IssuerTrusted: _trust,
    IssuerDistrusted: _distrust,
    Stated: _state,
    StatementWithdrawn: _withdraw,
    WalletVerified: _verify,
    WalletCountryChanged: _change_country,
    CountriesListed: _list_countries,
}
