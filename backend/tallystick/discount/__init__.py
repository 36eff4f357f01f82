"""Early payment at the price that a programme's curve gives: the earlier, the larger the discount."""
