"""The access log as mathematics: entries, commitments, the Merkle tree, signed heads, and their
checking.

Pure but for the files of secret keys: no database, no clock, no randomness of its own.
"""
