"""Every table of the store, declared: what a row holds, and what the database refuses."""
