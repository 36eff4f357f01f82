"""How long a portfolio's report takes, and how much memory."""
