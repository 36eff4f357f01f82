"""How hard property tests try whose every example mines many blocks."""

from hypothesis import settings

a_fifth_of_the_examples = settings(max_examples=settings().max_examples // 5)
