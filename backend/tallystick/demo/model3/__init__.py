"""Model 3: a platform in China owes dollars to twelve suppliers in four countries, and pays them in e-CNY."""
