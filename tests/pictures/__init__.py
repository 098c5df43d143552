"""Pictures of saved queries."""
