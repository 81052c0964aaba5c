"""Runs, registered cards, and who approved them."""
