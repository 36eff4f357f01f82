"""Tallystick: a ledger for receivables that can be split, passed on, financed and paid at maturity."""

__version__ = "0.1.0"
