"""The folder of a curator: texts, records as extracted, decisions on them, and names that the ontology lacks."""
