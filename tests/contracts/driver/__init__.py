"""What the contract tests are written with: a chain, a cast, and the contracts in sentences."""
