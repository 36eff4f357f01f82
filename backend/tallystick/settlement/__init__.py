"""Paying at maturity: funding by the debtor, collecting by the holders, and what is owed meanwhile."""
