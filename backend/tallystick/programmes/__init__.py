"""Programmes: the rules under which receivables are issued."""
