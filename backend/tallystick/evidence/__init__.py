"""Evidence: the trade documents behind receivables, as budgets that are drawn on and never exceeded."""
