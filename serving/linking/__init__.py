"""The pages of doubtful links: what waits, two records side by side, records and splitting.

What is done and shown is the use-cases' of :mod:`serving.service`; here it is put into words.
"""
