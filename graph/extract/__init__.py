"""From the text of an article to its facts: figures, actors, laws, crimes, events, statements, each with its span."""
