"""The steps by which a store of an earlier release is brought forward, and back.

One module for each revision, in one line; :mod:`serving.migrations.running` carries them out.
"""
