"""Audit: is what we show what the chain says?"""
