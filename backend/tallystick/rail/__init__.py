"""Where the real e-CNY plugs in: each movement of money on the ledger, once and in order, to be carried out outside."""
