"""Financing: asking for quotes, giving them, and selling a claim, or a part of one, against e-CNY the same day."""
