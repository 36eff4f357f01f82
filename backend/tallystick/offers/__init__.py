"""Offers that the recipient signs for, with evidence and an end or as bare allowances; and who acts for a holder."""
