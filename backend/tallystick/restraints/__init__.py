"""What keeps claims where they are: authorities' orders on claims and parties, encumbrances, the operator's pause."""
