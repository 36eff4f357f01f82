"""What a supervisor watches in cross-border trade: every movement, goods beside money, limits, alerts, and payments as
ISO 20022 messages."""
