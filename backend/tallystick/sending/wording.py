"""How a refusal of the contracts is told."""

from dataclasses import dataclass

from tallystick.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Wording:
    """How an error is told: `detail` is a format string over the error's own named figures, in snake case too."""

    refusal: type[Refusal]
    code: str
    detail: str
    way_out: str
