"""The documentation of the ontology: its terms, what constrains them, the concept schemes, and pictures of them."""
