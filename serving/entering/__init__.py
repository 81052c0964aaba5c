"""What people write down in this service, kept as any system's entries are (M4).

An entry written here is a row in the agreed format of the system it belongs to: validated
by the same rules, known from when it was recorded, corrected by a later entry, and never
changed. It holds at once: history, lists and band change in the transaction that keeps it.
"""
