"""e-CNY: who has a wallet, what banks issue and redeem, payments, and money that is set aside for a purpose."""
