"""The market for notes: asks and bids, and fills that are delivery of notes against payment in e-CNY."""
