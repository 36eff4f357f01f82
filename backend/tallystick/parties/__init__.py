"""Parties: firms with a wallet, a tax number and roles, and the API keys they use."""
