"""Server-sent events (the HTML standard, section 9.2) at a terminal: the data of each, on a line of its own."""

from collections.abc import Iterable, Iterator


def data_of(lines: Iterable[str]) -> Iterator[str]:
    """The data of each event, as soon as it is complete. One that breaks off in the middle does not count."""
    data: list[str] = []
    for line in lines:
        if not line and data:
            yield "\n".join(data)
            data = []
        name, _, value = line.partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))
