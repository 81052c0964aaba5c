"""Witnesses: heads sent to one elsewhere, and a small one to run for somebody else's log."""
