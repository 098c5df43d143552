"""What is watched of each request: its note, how often its client asks, and what log and figures hear of its end."""
