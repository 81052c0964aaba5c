"""What is said of each value: sentences with gaps, chosen by value and by circumstance.

Past tense; the adult or the event acts, never the child as a cause; absence is a
sentence of what is recorded, and is not worded as reassurance. Words are keyed by what
they tell of, not by how it is measured: one entry serves every window.
"""
