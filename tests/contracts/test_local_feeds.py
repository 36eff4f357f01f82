"""Feeds of the deployment's own: opened by the governor, fed by one reporter each, read like any other."""

import pytest

from tallystick.chain.interface import interface
from tests.contracts.driver.cast import EVERYBODY, GOVERNOR, REPORTER, STRANGER, Actor
from tests.contracts.driver.cross_border import Aggregator
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage


def opened(stage: Stage, decimals: int = 4, description: str = "USD / CNY") -> Aggregator:
    answer = stage.local_feeds.open(GOVERNOR, REPORTER, decimals, description).answer
    return Aggregator(stage.chain, interface("LocalAggregator"), answer)


def test_a_feed_says_what_its_reporter_pushes_round_by_round(stage: Stage) -> None:
    feed = opened(stage)
    assert (feed.ask("decimals()"), feed.ask("description()"), feed.ask("version()")) == (4, "USD / CNY", 1)
    with refused("NoSuchRound", round=0):
        feed.ask("latestRoundData()")
    for round_, answer in enumerate((71_234, 71_240), start=1):
        at = stage.chain.time
        told = feed.report(REPORTER, answer, at).events
        assert told == [("AnswerUpdated", answer, round_, at)]
        assert feed.ask("latestRoundData()") == feed.ask("getRoundData(uint80)", round_)
        assert feed.ask("latestRoundData()") == (round_, answer, at, at, round_)
    for round_ in (0, 3):
        with refused("NoSuchRound", round=round_):
            feed.ask("getRoundData(uint80)", round_)
    for answer in (2**191, -(2**191) - 1):
        with refused("AnswerTooLarge", answer=answer):
            feed.report(REPORTER, answer, stage.chain.time)


def test_who_opens_a_feed_says_whose_it_is_and_what_it_quotes(stage: Stage) -> None:
    outcome = stage.local_feeds.open(GOVERNOR, REPORTER, 8, "CNY / USD")
    feed = outcome.answer
    assert outcome.events == [("FeedOpened", feed, REPORTER.address, 8, "CNY / USD")]
    assert stage.local_feeds.ask("isOpen(address)", feed)
    assert not stage.local_feeds.ask("isOpen(address)", STRANGER)
    with refused("FeedWithoutReporter"):
        stage.local_feeds.open(GOVERNOR, bytes(20), 8, "CNY / USD")
    with refused("FeedWithoutDescription"):
        stage.local_feeds.open(GOVERNOR, REPORTER, 8, "")
    with refused("FeedDecimalsOutOfRange", decimals=19, most=18):
        stage.local_feeds.open(GOVERNOR, REPORTER, 19, "CNY / USD")
    opened(stage, decimals=18)


@pytest.mark.parametrize(
    "somebody", [one for one in EVERYBODY if one is not REPORTER], ids=lambda who: who.name
)
def test_nobody_else_pushes_to_it(stage: Stage, somebody: Actor) -> None:
    feed = opened(stage)
    with refused("NotTheReporter", caller=somebody):
        feed.report(somebody, 71_234, stage.chain.time)
