"""Documents of law that a text numbers or describes rather than names."""
