"""How many: numbers, what they count, and what belongs to each of them."""
