"""What people read of a card: the report, its pictures, the published papers."""
