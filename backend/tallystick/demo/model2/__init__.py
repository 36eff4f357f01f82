"""Model 2: forty distributors of a consumer-goods company, and investors who buy notes on what it owes them."""
