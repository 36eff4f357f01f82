"""A report to hand on: one page that needs nothing else, and the same data as XLSX, CSV and Parquet."""

import io
import re
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest

from tallystick.reports.files import xlsx_of
from tallystick.reports.tables import AMOUNT, ReportTable
from tests.api.commands import financed, money_for
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.trade import Trade

VALUE = 12_345_678_901
FORMULA = '=HYPERLINK("x")&"危险 Ltd"'


class Sold:
    """A holder whose name is a formula has sold a part of its claim, and says what money cost it elsewhere."""

    def __init__(self, ledger: RunningLedger) -> None:
        self.trade = Trade.opened(ledger)
        self.seller = ledger.open_party(name=FORMULA)
        self.bank = ledger.open_party("financier", name="<b>江南</b> Bank")
        self.supervisor = ledger.open_party("supervisor")
        operating = ledger.open_bank()
        for owner in (self.seller, self.bank):
            money_for(operating, owner, VALUE)
        claim = self.trade.claim(VALUE)
        self.trade.supplier.command("/v1/transfers", {"to": self.seller.party, "claims": [claim]})
        financed(self.seller, self.bank, claim, VALUE)

    def archive(self, who: Firm, **query: Any) -> zipfile.ZipFile:
        answer = who.get("/v1/report", format="zip", **query)
        assert answer.headers["content-type"] == "application/zip"
        return zipfile.ZipFile(io.BytesIO(answer.content))

    def page(self, who: Firm, **query: Any) -> str:
        answer = who.get("/v1/report", **query)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return answer.text

    def financing(self) -> dict[str, Any]:
        (one,) = self.seller.read("/v1/financings")["financings"]
        return dict(one)


@pytest.fixture(scope="module")
def sold(sqlite_ledger: RunningLedger) -> Sold:
    return Sold(sqlite_ledger)


class Elements(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in {"src", "href", "xlink:href"} and value]


def test_the_page_needs_nothing_else(sold: Sold) -> None:
    """No script, no style sheet, no picture, no font from anywhere."""
    page = Elements(sold.page(sold.supervisor, programme=sold.trade.programme))
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)
    assert len(page.ids) == len(set(page.ids))
    assert page.tags.count("svg") == 4, "maturity ladder, ageing, flow of claims and cost by tier"


def test_the_page_tells_the_figures_of_the_api(sold: Sold) -> None:
    one = sold.financing()
    page = sold.page(sold.supervisor, programme=sold.trade.programme)
    for amount in (VALUE, one["proceeds"], one["cost"]):
        assert f"¥{amount // 100:,}.{amount % 100:02d}" in page
    for rate in (one["simple_cost"], one["discount_rate"]):
        assert f"{Decimal(rate) * 100:.4f} %" in page
    assert "n/a (n/a)" in page, "nobody has evidenced a baseline"


def test_names_are_texts_on_the_page(sold: Sold) -> None:
    page = sold.page(sold.bank)
    assert "<b>江南</b>" not in page
    assert "&lt;b&gt;江南&lt;/b&gt; Bank" in page


def test_a_portfolio_without_anything_says_so(sold: Sold) -> None:
    nobody = sold.trade.ledger.open_party("supplier")
    assert "there are no figures" in sold.page(nobody)
    files = sold.archive(nobody)
    assert pl.read_parquet(files.read("parquet/financings.parquet")).height == 0


def test_without_a_financing_its_figures_are_not_available(sold: Sold) -> None:
    page = sold.page(sold.trade.debtor)
    financing = page[page.index("Financing, taken") :]
    values = re.findall(r"<dd[^>]*>(.*?)</dd>", financing[: financing.index("</section>")])
    assert values[0] == "0"
    assert {value.removesuffix(" days").split(" ")[0] for value in values[1:]} == {"n/a"}


def test_every_form_has_the_same_data(sold: Sold) -> None:
    files = sold.archive(sold.supervisor, programme=sold.trade.programme)
    tables = {name.split("/")[1].removesuffix(".csv") for name in files.namelist() if name.startswith("csv/")}
    assert tables == {"positions", "maturity_ladder", "ageing", "tiers", "cost", "financings"}
    for table in tables:
        exact = pl.read_parquet(files.read(f"parquet/{table}.parquet"))
        texts = pl.read_csv(files.read(f"csv/{table}.csv"), infer_schema=False)
        assert texts.columns == exact.columns
        told = [[None if value is None else str(value) for value in row] for row in exact.rows()]
        assert [list(row) for row in texts.rows()] == [[_harmless(value) for value in row] for row in told]
        sheet = pl.read_excel(files.read("report.xlsx"), sheet_name=table, infer_schema_length=None)
        assert sheet.columns == exact.columns
        for shown, meant in zip(sheet.rows(), exact.rows(), strict=True):
            assert [_written(value) for value in shown] == [_written(value) for value in meant]


def _written(value: Any) -> Any:
    """Numbers as numbers, whatever a sheet makes of their kind."""
    return Decimal(str(value)).normalize() if isinstance(value, int | float | Decimal) else value


def _harmless(value: str | None) -> str | None:
    return "'" + value if value is not None and value[0] in "=+-@" else value


def test_amounts_are_exact_in_the_data(sold: Sold) -> None:
    files = sold.archive(sold.supervisor, programme=sold.trade.programme)
    one, (row,) = sold.financing(), pl.read_parquet(files.read("parquet/financings.parquet")).to_dicts()
    assert row["face"] == Decimal(VALUE) / 100
    assert row["cost"] == Decimal(one["cost"]) / 100
    assert row["simple_cost"] == Decimal(one["simple_cost"])
    assert row["saving"] is None
    sheet = pl.read_excel(files.read("report.xlsx"), sheet_name="financings").to_dicts()[0]
    assert Decimal(str(sheet["face"])) == Decimal(VALUE) / 100


def test_an_amount_that_a_sheet_cannot_hold_is_written_as_text() -> None:
    """¥90,071,992,547,409.91, the largest that there is: sixteen digits."""
    frame = pl.DataFrame({"face": [Decimal("90071992547409.91")]}, schema={"face": AMOUNT})
    sheet = pl.read_excel(xlsx_of([ReportTable("large", frame)]))
    assert sheet["face"].to_list() == ["90071992547409.91"]


def test_names_are_no_formulas_in_a_spreadsheet(sold: Sold) -> None:
    files = sold.archive(sold.bank)
    assert f"'{FORMULA}".replace('"', '""') in files.read("csv/financings.csv").decode("utf-8-sig")
    workbook = zipfile.ZipFile(io.BytesIO(files.read("report.xlsx")))
    sheets = [workbook.read(name).decode() for name in workbook.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)


def test_a_report_is_for_whom_its_figures_are(sold: Sold) -> None:
    assert FORMULA not in sold.page(sold.trade.debtor)
    refused = problem(sold.seller.get("/v1/report", party=sold.bank.party))
    assert refused["code"] == "figures_not_yours"
    assert problem(sold.seller.get("/v1/report", format="pdf"))["code"] == "malformed_request"


def test_the_file_is_named_after_what_it_is_about(sold: Sold) -> None:
    answer = sold.supervisor.get("/v1/report", programme=sold.trade.programme, format="xlsx")
    named = answer.headers["content-disposition"]
    assert re.search(rf'"tallystick-programme-{sold.trade.programme}-\d{{4}}-\d\d-\d\d\.xlsx"', named)
