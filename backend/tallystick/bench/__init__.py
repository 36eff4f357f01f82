"""What the ledger costs and how fast it is: measured, and printed for people or written for programs."""
