"""The rooms of the house again: each test states a fact that a user or an auditor relies on."""
