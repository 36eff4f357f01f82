"""The operations that are measured."""

from tallystick.bench.gas.claim_operations import CLAIM_OPERATIONS
from tallystick.bench.gas.market_operations import MARKET_OPERATIONS
from tallystick.bench.gas.note_operations import NOTE_OPERATIONS

OPERATIONS = (*CLAIM_OPERATIONS, *NOTE_OPERATIONS, *MARKET_OPERATIONS)
