"""SERVICE, over real connections."""
