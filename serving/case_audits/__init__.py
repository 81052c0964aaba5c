"""Audits of cases: a sample that nobody chose, two graders blind to each other, how they agree.

A case is a missing report that was closed, graded as the child was known when it was made.
"""
