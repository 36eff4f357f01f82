"""A debtor hands in a file of commitments."""

import csv
import io
from typing import Any

from tallystick.demo.cast import EVERYBODY
from tallystick.demo.portal import Refused
from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import MONTHS, bill
from tallystick.money.calendar import add_months

TITLE = "Month's end: the car maker's ERP hands in a file of commitments"

FACES = {"tier1": 12_345_678, "A": 2_500_000, "B": 990_000}


def play(stage: Stage) -> dict[str, Any]:
    """All of a file or nothing, and each row once."""
    rows = [_row(stage, creditor, face) for creditor, face in FACES.items()]
    broken = [*rows[:2], rows[2] | {"face": "9900.00"}]
    try:
        _hand_in(stage, broken)
    except Refused as refused:
        problem = refused.problem
    else:
        raise SystemExit("A file with a wrong amount was taken in.")
    told = {row["line"]: row for row in problem["values"]["rows"]}
    (wrong,) = told[4]["problems"]
    stage.screen.refusal(
        f"a CSV file of {len(broken)} rows with a slip on line {wrong['line']}, {wrong['field']}", wrong
    )
    stage.refusals.append({"attempt": "a file with a wrong amount", "code": wrong["code"]})
    report = _hand_in(stage, rows)
    require("The rows", [row["status"] for row in report["rows"]], ["issued"] * len(rows))
    again = _hand_in(stage, rows)
    require("The rows, sent again", [row["status"] for row in again["rows"]], ["exists"] * len(rows))
    numbers = [row["receivable"] for row in report["rows"]]
    require("The receivables, sent again", [row["receivable"] for row in again["rows"]], numbers)
    stage.screen.table(
        "Mended, it goes in as one transaction. Sent again, nothing is issued twice:",
        ("reference", "creditor", "face", "receivable", "again"),
        [
            (row["reference"], EVERYBODY[creditor].spoken, yuan(face), row["receivable"], repeat["status"])
            for (creditor, face), row, repeat in zip(
                FACES.items(), report["rows"], again["rows"], strict=True
            )
        ],
    )
    for (creditor, face), number in zip(FACES.items(), numbers, strict=True):
        stage.portals[creditor].command(f"/v1/receivables/{number}/acceptance")
        stage.holdings(number, {creditor: face})
    return {"receivables": numbers, "faces": list(FACES.values()), "sent_again": "exists"}


def _row(stage: Stage, creditor: str, face: int) -> dict[str, str]:
    invoice = bill(stage, "car_maker", creditor, face)
    return {
        "reference": f"PO-2026-11-{creditor}",
        "creditor": EVERYBODY[creditor].tax_number,
        "face": str(face),
        "currency": "CNY",
        "due_date": add_months(stage.today(), MONTHS).isoformat(),
        "document_1_kind": "invoice",
        "document_1_number": invoice["number"],
    }


def _hand_in(stage: Stage, rows: list[dict[str, str]]) -> dict[str, Any]:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return stage.portals["car_maker"].send(
        "/v1/imports", text.getvalue(), "text/csv", programme=stage.programme
    )
