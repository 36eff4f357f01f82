"""How texts in requests are written: each pattern of the API, and what it is called among people."""

ADDRESS = r"^0x[0-9a-fA-F]{40}$"
HASH = r"^0x[0-9a-fA-F]{64}$"
BYTES = r"^0x(?:[0-9a-fA-F]{2})*$"
IDENTIFIER = r"^[0-9A-Za-z-]{1,64}$"
TAX_NUMBER = r"^[0-9A-Za-z]{15,20}$"
CLAIM = r"^[1-9][0-9]{0,18}-[1-9][0-9]{0,18}$"
RECEIVABLE = r"^[1-9][0-9]{0,17}$"
AGREEMENT = r"^[1-9][0-9]{0,17}$"
PROGRAMME = r"^[1-9][0-9]{0,8}$"
TOPIC = r"^(?:0|[1-9][0-9]{0,77})$"
COUNTRY = r"^[0-9]{3}$"
LARGE_AMOUNT = r"^(?:0|[1-9][0-9]{0,19})$"
DOCUMENT_NUMBER = r"[^\W_]"
PAIR_CURSOR = r"^[1-9]\d{0,18}-[1-9]\d{0,18}$"
EVENT = r"^(?:0|[1-9][0-9]{0,17})-(?:0|[1-9][0-9]{0,8})$"
EVENT_CURSOR = r"^[0-9]{1,18}-[0-9]{1,9}$"
SHARE_CURSOR = r"^[1-9]\d{0,18}-[1-9]\d{0,18}-[1-9]\d{0,2}-[0-9]{1,18}-[0-9]{1,9}$"
CLAIM_AND_ADDRESS_CURSOR = r"^[1-9]\d{0,18}-[1-9]\d{0,18}-0x[0-9a-f]{40}$"

_CURSOR = "It should be the `next` of the page before"

WORDS: dict[str, str] = {
    ADDRESS: "It should be an address: 0x and 40 hex digits",
    HASH: "It should be 0x and 64 hex digits",
    BYTES: "It should be bytes in hex: 0x and an even number of digits",
    IDENTIFIER: "It should be an id: at most 64 letters, digits and hyphens",
    TAX_NUMBER: "It should be a tax number: 15 to 20 letters and digits",
    CLAIM: "It should be a claim, written receivable-serial as in 7-31",
    RECEIVABLE: "It should be a receivable's number as in 7",
    PROGRAMME: "It should be a programme's number as in 1",
    TOPIC: "It should be a topic: a whole number in decimal as in 1",
    COUNTRY: "It should be a country by its three digits of ISO 3166-1 as in 156",
    LARGE_AMOUNT: "It should be a whole number of minor units in decimal",
    DOCUMENT_NUMBER: "It should have letters or digits in it",
    EVENT: "It should be an id: the block and the place in it as in 31-4",
    PAIR_CURSOR: _CURSOR,
    EVENT_CURSOR: _CURSOR,
    SHARE_CURSOR: _CURSOR,
    CLAIM_AND_ADDRESS_CURSOR: _CURSOR,
}
"""What is said of a text that does not match."""
