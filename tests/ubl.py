"""UBL invoices as accounting programs write them."""

from datetime import date

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'
    ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
    ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def company(side: str, tax_number: str) -> str:
    return (
        f"<cac:Accounting{side}Party><cac:Party><cac:PartyTaxScheme>"
        f"<cbc:CompanyID>{tax_number}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        f"</cac:PartyTaxScheme></cac:Party></cac:Accounting{side}Party>"
    )


def elements(
    *,
    number: str = "26312000001234567890",
    issued_on: str = "2026-11-20",
    due_date: date | str | None = "2027-05-20",
    type_code: str | None = "380",
    currency: str = "CNY",
    payable: str = "1234.50",
    seller: str = "91310000MA1FL0AA01",
    buyer: str = "91310000MA1FL0BB02",
) -> dict[str, str]:
    """What the ledger reads of an invoice, by name, in the order of the schema; take out or replace what you like."""
    return {
        "number": f"<cbc:ID>{number}</cbc:ID>",
        "issued_on": f"<cbc:IssueDate>{issued_on}</cbc:IssueDate>",
        "due_date": "" if due_date is None else f"<cbc:DueDate>{due_date}</cbc:DueDate>",
        "type_code": "" if type_code is None else f"<cbc:InvoiceTypeCode>{type_code}</cbc:InvoiceTypeCode>",
        "currency": f"<cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>",
        "seller": company("Supplier", seller),
        "buyer": company("Customer", buyer),
        "means": "",
        "total": f'<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="{currency}">{payable}'
        "</cbc:PayableAmount></cac:LegalMonetaryTotal>",
    }


def written(parts: dict[str, str], root: str = "Invoice", prolog: str = "") -> bytes:
    """One element a line, from line 3 on."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>' + prolog, f"<{root} {NAMESPACES}>"]
    lines += [part for part in parts.values() if part]
    return "\n".join([*lines, f"</{root}>"]).encode()


def invoice(**fields: str | date | None) -> bytes:
    return written(elements(**fields))  # type: ignore[arg-type]
