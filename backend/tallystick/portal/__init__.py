"""The mock supplier portal: static files that call the public API with the party's own key, and nothing else."""
