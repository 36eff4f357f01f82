"""Receivables and their claims: issue, accept, split, hand on, and the way back to the issue."""
