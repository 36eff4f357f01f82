"""Local feeds: price feeds of the ledger's own, pushed to from a file or a web address."""
