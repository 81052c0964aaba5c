"""The plain engine: what it reads of one child, and each measure of it."""
