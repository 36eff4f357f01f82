"""Amounts, rates and days as each language writes them, computed in the browser by the portal's own modules."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.portal import Portal, Visitor


@pytest.fixture(scope="module")
def nobody(served_portal: Portal) -> Iterator[Visitor]:
    visitor = served_portal.visitor()
    visitor.go("")
    yield visitor
    assert served_portal.leave() == []


def told(visitor: Visitor, expression: str) -> Any:
    """What an expression comes to, with the module of figures at hand as `f`."""
    return visitor.page.evaluate(f"import('/portal/app/format.js').then((f) => {expression})")


def test_amounts_are_written_to_the_fen_however_large_they_are(nobody: Visitor) -> None:
    largest = "9007199254740991"
    shown = {
        language: told(nobody, f"f.formatter('{language}').money('{largest}', 'CNY')")
        for language in ("en", "zh-CN", "zh-TW")
    }
    assert shown == {
        "en": "CN¥90,071,992,547,409.91",
        "zh-CN": "¥90,071,992,547,409.91",
        "zh-TW": "CN¥90,071,992,547,409.91",
    }
    assert told(nobody, "f.formatter('en').money(-5, 'USD')") == "-US$0.05"


@pytest.mark.parametrize(
    ("minor", "english", "simplified", "traditional"),
    [
        (0, "zero yuan", "人民币零元整", "人民幣零元整"),
        (1, "zero yuan and one fen", "人民币壹分", "人民幣壹分"),
        (50, "zero yuan and fifty fen", "人民币伍角整", "人民幣伍角整"),
        (15, "zero yuan and fifteen fen", "人民币壹角伍分", "人民幣壹角伍分"),
        (101, "one yuan and one fen", "人民币壹元零壹分", "人民幣壹元零壹分"),
        (10_000_000_000, "one hundred million yuan", "人民币壹亿元整", "人民幣壹億元整"),
        (
            123_456_789,
            "one million, two hundred and thirty-four thousand, five hundred and sixty-seven yuan and eighty-nine fen",
            "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分",
            "人民幣壹佰貳拾參萬肆仟伍佰陸拾柒元捌角玖分",
        ),
        (
            100_010_000_00,
            "one hundred million, ten thousand yuan",
            "人民币壹亿零壹万元整",
            "人民幣壹億零壹萬元整",
        ),
        (
            100_000_050,
            "one million yuan and fifty fen",
            "人民币壹佰万元伍角整",
            "人民幣壹佰萬元伍角整",
        ),
        (1_000_500_00, "one million, five hundred yuan", "人民币壹佰万零伍佰元整", "人民幣壹佰萬零伍佰元整"),
        (
            150_000_000_000_000,
            "one trillion, five hundred billion yuan",
            "人民币壹万伍仟亿元整",
            "人民幣壹兆伍仟億元整",
        ),
    ],
)
def test_amounts_in_words(
    nobody: Visitor, minor: int, english: str, simplified: str, traditional: str
) -> None:
    shown = told(nobody, f"['en', 'zh-CN', 'zh-TW'].map((one) => f.formatter(one).words('{minor}', 'CNY'))")
    assert shown == [english, simplified, traditional]


def test_what_is_typed_becomes_minor_units_or_nothing(nobody: Visitor) -> None:
    typed = [
        "1,000,000.00",
        "１，２３４．５",
        "¥ 0.01",
        "90071992547409.91",
        "90071992547409.92",
        "1.234",
        "-1",
        "",
        "1e3",
        "1,5",
        "12,50",
        "1,0000",
        "100 200",
        "0,500",
        "1.234,50",
    ]
    assert told(nobody, f"{typed}.map(f.minorUnits)") == [
        100_000_000,
        123_450,
        1,
        9_007_199_254_740_991,
        *[None] * 11,
    ]
    assert told(nobody, "['6', '6.25', '0.0001', '6.00001', 'six', '6 25'].map(f.partsPerMillion)") == [
        60_000,
        62_500,
        1,
        None,
        None,
        None,
    ]


def test_rates_and_days(nobody: Visitor) -> None:
    shown = told(
        nobody,
        "['en', 'zh-CN', 'zh-TW'].map((one) => f.formatter(one)).map((one) => "
        "[one.rate(60000), one.ratio('0.061866'), one.ratio(null), one.date('2027-05-30'), "
        "one.moment('2026-12-31T16:00:00Z')])",
    )
    assert shown == [
        ["6.00 %", "6.1866 %", "—", "30 May 2027", "1 Jan 2027, 00:00:00"],
        ["6.00%", "6.1866%", "—", "2027年5月30日", "2027年1月1日 00:00:00"],
        ["6.00%", "6.1866%", "—", "2027年5月30日", "2027年1月1日 00:00:00"],
    ]


def test_a_debt_that_comes_back_is_drawn_as_a_stream_that_does_not_circle(nobody: Visitor) -> None:
    lots: list[dict[str, Any]] = [
        {"lot": "1", "parent": None, "kind": "mint", "holder": "tier1", "tier": 1, "flow": 100},
        {"lot": "2", "parent": "1", "kind": "pass", "holder": "A", "tier": 2, "flow": 60},
        {"lot": "3", "parent": "2", "kind": "sell", "holder": "tier1", "tier": 2, "flow": 25},
        {"lot": "4", "parent": "1", "kind": "divide", "holder": "tier1", "tier": 1, "flow": 40},
    ]
    made = [
        lot | {"holder": {"id": lot["holder"], "name": lot["holder"]}, "transaction": "0x1", "claim": "1-1"}
        for lot in lots
    ]
    links = nobody.page.evaluate(
        "(lots) => import('/portal/app/flow.js').then((flow) => flow.streams({name: 'debtor'}, lots).links"
        ".map((one) => [one.source, one.target, Number(one.value)]))",
        made,
    )
    assert links == [
        ["issue", "1/tier1", 100],
        ["1/tier1", "2/A", 60],
        ["2/A", "3/tier1", 25],
    ]


def test_a_language_makes_each_of_its_formatters_once(portal: Portal) -> None:
    c = portal.visitor("C")
    c.page.add_init_script(
        """window.made = 0;
        for (const name of ["NumberFormat", "DateTimeFormat"]) {
          Intl[name] = new Proxy(Intl[name], {construct: (kind, given) => (window.made += 1, new kind(...given))});
        }"""
    )
    c.go("#/")
    first = c.page.evaluate("window.made")
    for _ in range(2):
        c.click("Receivables", "link")
        c.sees("Receivables you have a part in")
        c.click("Overview", "link")
        c.sees("Claims held")
    assert 0 < first <= 12
    assert c.page.evaluate("window.made") == first
