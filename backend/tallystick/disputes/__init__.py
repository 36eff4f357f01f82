"""Objections of debtors to claims, and what credit notes undo: neither is financed anew, and nothing else changes."""
