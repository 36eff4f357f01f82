"""From a message to bytes, and proof that its schema holds."""

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"

_serializer = XmlSerializer(config=SerializerConfig(indent="  "))


class NotValid(Exception):
    """A message that its schema does not allow: nothing of it is handed out."""


def written(document: Any, message: str) -> bytes:
    """UTF-8. Raises `NotValid`."""
    content = _serializer.render(document, ns_map={None: NAMESPACE + message}).encode()
    schema = _schema(message)
    if not schema.validate(etree.fromstring(content, _parser())):
        raise NotValid(f"{message}: {schema.error_log}")
    return content


@cache
def _schema(message: str) -> Any:
    text = files("tallystick.monitoring.iso20022").joinpath(f"{message}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text, _parser()))


def _parser() -> Any:
    """One that fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True)
