"""A portfolio's figures as a page to hand on, and as data."""
