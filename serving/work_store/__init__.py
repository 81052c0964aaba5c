"""What the daily work keeps and lists beside the store: statements, one module for each matter."""
