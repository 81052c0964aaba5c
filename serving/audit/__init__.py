"""The access log as mathematics: entries, commitments, the Merkle tree, and its checking.

Pure: no database, no clock, no randomness of its own.
"""
