"""The vocabulary: what police systems write down, and when.

Every other package speaks in these nouns. This one imports none of them.
"""
