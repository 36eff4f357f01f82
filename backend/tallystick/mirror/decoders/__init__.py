"""Each contract's events, from their bytes to what they say."""
