"""`lexwire review`, as a curator uses it."""
