"""Elements that both messages have. Their classes have the same names in the module of each: `types` is that module."""

import base64
import re
from datetime import datetime
from types import ModuleType
from typing import Any

from eth_utils.address import to_checksum_address
from xsdata.models.datatype import XmlDate, XmlDateTime

from tallystick.crossborder.countries import country_text, letters
from tallystick.money.amount import HOME
from tallystick.money.calendar import SHANGHAI, date_of_day, day_of_moment, instant_text
from tallystick.monitoring.iso20022.payment import Payment, Side

CLEARING_SYSTEM = "e-CNY"
_LONGEST_NAME = 140
_NOT_PROVIDED = "NOTPROVIDED"
"""What messages say where an element must be and nothing is known."""

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def moment(at: int) -> XmlDateTime:
    """In Asia/Shanghai, with its offset."""
    return XmlDateTime.from_datetime(datetime.fromtimestamp(at, SHANGHAI))


def day(at: int) -> XmlDate:
    """The day in Asia/Shanghai."""
    return XmlDate.from_date(date_of_day(day_of_moment(at)))


def name(text: str) -> str:
    """On one line, of what XML and the element have room for."""
    shown = " ".join(_NOT_IN_XML.sub("\ufffd", text).split())
    return shown[:_LONGEST_NAME] or _NOT_PROVIDED


def country(number: int | None) -> str | None:
    """Two letters (ISO 3166-1 alpha-2) for a number."""
    return None if number is None else letters(country_text(number))


def party(types: ModuleType, side: Side) -> Any:
    """By its name, its country and its tax number."""
    build: Any = types
    where = country(side.country)
    address = None if where is None else build.PostalAddress24(ctry=where)
    identified = None
    if side.tax_number is not None:
        scheme = build.OrganisationIdentificationSchemeName1Choice(cd="TXID")
        tax = build.GenericOrganisationIdentification1(id=side.tax_number, schme_nm=scheme)
        identified = build.Party38Choice(org_id=build.OrganisationIdentification29(othr=[tax]))
    return build.PartyIdentification135(
        nm=name(side.name), pstl_adr=address, id=identified, ctry_of_res=where
    )


def wallet_number(wallet: bytes) -> str:
    """A wallet's address in base32 (RFC 4648): 32 characters, where an account has no room for its 42 in hex."""
    return base64.b32encode(wallet).decode()


def account(types: ModuleType, wallet: bytes) -> dict[str, Any]:
    """The fields of an account that is a wallet: its number, and as a proxy its address as people write it."""
    build: Any = types
    scheme = build.AccountSchemeName1Choice(prtry="EVM-ADDRESS-BASE32")
    other = build.GenericAccountIdentification1(
        id=wallet_number(wallet), schme_nm=scheme, issr=CLEARING_SYSTEM
    )
    proxy_type = build.ProxyAccountType1Choice(prtry="EVM-ADDRESS")
    return {
        "id": build.AccountIdentification4Choice(othr=other),
        "ccy": HOME,
        "prxy": build.ProxyAccountIdentification1(tp=proxy_type, id=to_checksum_address(wallet)),
    }


def agent(types: ModuleType, side: Side) -> Any:
    """The bank that keeps the wallet, by its own address on the ledger."""
    build: Any = types
    number = _NOT_PROVIDED if side.bank is None else wallet_number(side.bank)
    scheme = build.FinancialIdentificationSchemeName1Choice(prtry="EVM-ADDRESS-BASE32")
    institution = build.FinancialInstitutionIdentification18(
        nm=None if side.bank_name is None else name(side.bank_name),
        othr=build.GenericFinancialIdentification1(id=number, schme_nm=scheme),
    )
    return build.BranchAndFinancialInstitutionIdentification6(fin_instn_id=institution)


def remittance(types: ModuleType, payment: Payment) -> Any:
    """What was paid, and at which fixing, exactly."""
    build: Any = types
    quoted = payment.rate.quoted(payment.currency)
    return build.RemittanceInformation16(
        ustrd=[
            f"Receivable {payment.receivable}, claim {payment.claim}",
            f"Fixing {quoted}, round {payment.rate_round} of {instant_text(payment.rate_at)}",
        ]
    )


def purpose(types: ModuleType, payment: Payment) -> Any:
    """The code of the balance-of-payments classification, which is none of ISO 20022's own."""
    build: Any = types
    return build.Purpose2Choice(prtry=str(payment.purpose))
