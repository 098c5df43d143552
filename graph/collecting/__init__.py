"""Collections of articles: folders and web archives, read by many processes, each article once."""
