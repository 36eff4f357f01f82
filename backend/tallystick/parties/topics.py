"""Topics on which verifiers state something about parties: numbers of ERC-3643, as decimal text."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from tallystick.web import forms

LARGEST_TOPIC = 2**256 - 1
MOST_TOPICS = 8
"""As many as the registry of identities asks for at most."""


def _of_256_bits(text: str) -> str:
    if int(text) > LARGEST_TOPIC:
        raise ValueError("It should be below 2^256")
    return text


Topic = Annotated[
    str, StringConstraints(pattern=forms.TOPIC), AfterValidator(_of_256_bits), Field(examples=["1"])
]


def topic_bytes(topic: str) -> bytes:
    """The 32 bytes of a topic on the chain."""
    return int(topic).to_bytes(32)
