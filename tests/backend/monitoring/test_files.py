"""Names that could break a file: as CSV and on the page they stay what they are, and nothing more."""

import csv
import io
from html.parser import HTMLParser

import pytest

from tallystick.crossborder.schemas import BorderLimitsView
from tallystick.monitoring.page import page_of
from tallystick.monitoring.schemas import (
    AlertView,
    AttemptView,
    GoodsAndMoney,
    LimitUseView,
    Monitoring,
    MovementRecord,
    ProgrammeMonitoring,
)
from tallystick.monitoring.tables import monitoring_tables
from tallystick.parties.schemas import PartyReference
from tallystick.reports.files import csv_of

NAMES = [
    '=HYPERLINK("x","y")',
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "first\n=second",
    '长风, "汽车"',
    "<script>alert(1)</script>",
    "</td><b>&amp;",
]


def _monitoring(name: str) -> Monitoring:
    """Everything in it is called so."""
    party = PartyReference(id=None, name=name)
    movement = MovementRecord.model_construct(
        id="31-4",
        at="2026-12-01T00:00:00Z",
        block=31,
        transaction="0x" + "5e" * 32,
        kind="cross",
        receivable="7",
        claim=None,
        sender=party,
        recipient=party,
        sender_group=name,
        recipient_group=name,
        sender_country="156",
        recipient_country=None,
        amount=1,
        money=None,
        for_interest=False,
        fixing=None,
        purpose=121_010,
        milestone="none",
        transaction_use=1,
        transaction_cap=100,
        window_use=1,
        window_cap=100,
        window_seconds=60,
        counted=True,
        matched=True,
    )
    goods = GoodsAndMoney.model_construct(
        receivable="7",
        debtor=party,
        creditor=party,
        due_date="2027-01-01",
        face=1,
        documents=1,
        credited=0,
        milestone="none",
        milestones=[],
        paid=0,
        interest=0,
        money=0,
        outstanding=1,
        differences=[],
    )
    use = LimitUseView.model_validate(
        {"group": name, "used": 1, "window_cap": 100, "cap_share": "0.01", "peak": 1, "peak_cap": 100}
        | {"peak_share": "0.01", "peak_at": "2026-12-01T00:00:00Z"}
    )
    alert = AlertView.model_validate(
        {"rule": "just_under_the_cap", "group": name, "wallets": [party], "amount": 99}
        | {"transaction_cap": 100, "cap_share": "0.99", "movements": ["31-4"], "parameters": []}
        | {"first_at": "2026-12-01T00:00:00Z", "last_at": "2026-12-01T00:00:00Z"}
    )
    attempt = AttemptView.model_validate(
        {"at": "2026-12-01T00:00:00Z", "block": 31, "party": party, "rule": "window_cap_exceeded"}
        | {"command": "transfer_value", "amount": 101, "detail": name, "further": 0}
    )
    limits = BorderLimitsView(
        transaction_cap=100, window_cap=100, window_seconds=60, countries="1", released_at="none"
    )
    programme = ProgrammeMonitoring(
        programme="1",
        name=name,
        currency="USD",
        limits=limits,
        movements=[movement],
        goods_and_money=[goods],
        limit_use=[use],
        alerts=[alert],
        attempts=[attempt],
    )
    return Monitoring(as_of="2026-12-01T00:00:00Z", block=31, programmes=[programme])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_text_in_csv_and_never_a_formula(name: str) -> None:
    seen = 0
    for table in monitoring_tables(_monitoring(name)):
        content = csv_of(table).decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(content, newline="")):
            for column, text in row.items():
                assert text[:1] not in {"=", "+", "@", "\t", "\r"}, (table.name, column)
                assert not (text.startswith("-") and text[1:2] != "0"), (table.name, column)
                seen += text.removeprefix("'") == name
    assert seen == 10, (
        "sender, recipient, their groups, debtor, creditor, two groups, who was stopped, and why"
    )


class _Texts(HTMLParser):
    """What stands in the elements of a page, and which elements these are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_text_on_the_page(name: str) -> None:
    page = _Texts(page_of(_monitoring(name)))
    assert not {"script", "b"} & page.tags
    assert page.text.count(name) >= 9


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_itself_in_json(name: str) -> None:
    monitoring = _monitoring(name)
    read = Monitoring.model_validate_json(monitoring.model_dump_json())
    assert read.programmes[0].movements[0].recipient.name == name
