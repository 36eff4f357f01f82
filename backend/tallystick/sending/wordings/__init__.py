"""Every custom error of the contracts in words, by subject. One that is missing here fails a test."""

from tallystick.sending.wording import Wording
from tallystick.sending.wordings import (
    accounts,
    border,
    claims,
    compliance,
    discount,
    disputes,
    early_payment,
    evidence,
    financing,
    identities,
    market,
    money,
    notes,
    offers,
    powers,
    programmes,
    receivables,
    settlement,
)

WORDINGS: dict[str, Wording] = {
    name: wording
    for subject in (
        accounts,
        programmes,
        evidence,
        receivables,
        claims,
        disputes,
        discount,
        offers,
        money,
        settlement,
        financing,
        identities,
        compliance,
        notes,
        market,
        early_payment,
        border,
        powers,
    )
    for name, wording in subject.WORDINGS.items()
}
