"""What else the ledger can do: a chapter each, on receivables of their own."""
