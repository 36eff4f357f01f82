"""The protocol's own prices in gas, as they stand since the Cancun fork."""

TRANSACTION = 21_000
"""Yellow Paper, appendix G."""

COLD_WORD = 2_100
COLD_ACCOUNT = 2_600
"""EIP-2929: the first look in a transaction at a storage word, or at another account."""

WORD_CREATED = 20_000
WORD_CHANGED = 2_900
"""EIP-2200 as amended by EIP-2929: writing a word that was zero, or was not; the cold look comes on top."""

WORD_CLEARED_REFUND = 4_800
LARGEST_REFUND_SHARE = 5
"""EIP-3529: given back for a word set to zero, all refunds together at most one fifth of the gas used."""

LOG = 375
LOG_TOPIC = 375
LOG_BYTE = 8
"""Yellow Paper, appendix G."""

CREATION = 32_000
CODE_BYTE = 200
"""Yellow Paper, appendix G: a contract made by another one, and each byte of its code."""

CALLDATA_ZERO_BYTE = 4
CALLDATA_OTHER_BYTE = 16
"""EIP-2028."""


def of_calldata(data: bytes) -> int:
    zeros = data.count(0)
    return zeros * CALLDATA_ZERO_BYTE + (len(data) - zeros) * CALLDATA_OTHER_BYTE


def of_log(topics: int, data_bytes: int) -> int:
    """The first topic, which names the event, counts among `topics`."""
    return LOG + topics * LOG_TOPIC + data_bytes * LOG_BYTE


def of_creation(code_bytes: int) -> int:
    return CREATION + code_bytes * CODE_BYTE
