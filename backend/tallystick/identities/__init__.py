"""Who may hold notes: wallets, what verifiers state about their parties, and where they are at home."""
