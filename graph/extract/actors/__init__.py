"""Who: persons, bodies, states and their roles, by whatever words a text names them."""
