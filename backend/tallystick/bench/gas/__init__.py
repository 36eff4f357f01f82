"""What operations on the ledger cost, held against the least that they can cost."""
