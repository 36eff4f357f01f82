"""What every route shares: who is asking, under which key, and how a refusal is told."""
