"""Published rates, and what money for so many days should cost by them."""
