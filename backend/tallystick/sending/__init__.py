"""How a command reaches the chain exactly once: intent, signature, broadcast, receipt, mirror, answer."""
