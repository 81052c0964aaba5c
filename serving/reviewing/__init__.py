"""Flagged children, their reviews, and what people say to the advice (M8, N7)."""
