"""Every custom error of the contracts in words, by subject. One that is missing here fails a test."""

from tallystick.sending.wording import Wording
from tallystick.sending.wordings import (
    accounts,
    claims,
    discount,
    disputes,
    evidence,
    financing,
    money,
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
        powers,
    )
    for name, wording in subject.WORDINGS.items()
}
