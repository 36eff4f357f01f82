"""Early payment by auction: a debtor's own budget, for whoever of its creditors gives the most discount."""
