"""Indicators of the inspection's recommendations: figures of every month, nobody identifiable.

What is counted is declared in ``catalogue``; what of it may be told, in ``suppression``.
"""
