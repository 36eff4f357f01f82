"""Figures computed from the ledger by named formulas. None of them is a constant."""
