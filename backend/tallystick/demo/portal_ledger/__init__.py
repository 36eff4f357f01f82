"""A ledger to try the portal on: the demo's parties, and for each of them something that waits."""
