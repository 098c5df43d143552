"""Who says what: quotations, turns of a conversation, attributions and their speakers."""
