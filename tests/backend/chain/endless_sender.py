"""Run as a program: sends for ever and prints the hash of each transaction once `send` has returned."""

import sys
from itertools import count
from pathlib import Path

from tallystick.chain.embedded import EmbeddedNode
from tests.backend.chain.wallet import RICH, Wallet, address_of

if __name__ == "__main__":
    wallet = Wallet(EmbeddedNode(Path(sys.argv[1]), address_of(RICH)))
    for value in count():
        sent = wallet.node.send(wallet.sign(wallet.address, value=value))
        sys.stdout.write(sent.hex() + "\n")
        sys.stdout.flush()
