"""The events of the discount curves."""

from tallystick.mirror.decoders.words import number, words_of
from tallystick.mirror.events import CurveSet, Event


def knots_of(encoded: bytes) -> tuple[tuple[int, int], ...]:
    """(remaining days, ppm) from an ABI-encoded array of knots: its offset, its length, two words each."""
    words = [number(word) for word in words_of(encoded)[2:]]
    return tuple(zip(words[::2], words[1::2], strict=True))


def _curve_set(topics: bytes, data: bytes) -> Event:
    return CurveSet(number(topics[32:64]), number(topics[64:96]), knots_of(data))


CURVE_EVENTS = {"CurveSet": _curve_set}
