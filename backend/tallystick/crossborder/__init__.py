"""Cross-border trade: who takes part, for what and how much, at which rate it is paid, and every movement of it."""
