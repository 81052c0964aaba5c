"""Telling people: notices in their lists, and messages that are sent until they arrive."""
