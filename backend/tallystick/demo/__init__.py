"""The story of the house, played over HTTP as a supplier portal would."""
