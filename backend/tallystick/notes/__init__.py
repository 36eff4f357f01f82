"""Notes: claims wrapped into tokens of ERC-3643 that only verified parties hold, one series per receivable."""
