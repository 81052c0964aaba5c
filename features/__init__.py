"""What was known of a child when: declared once, measured by two engines that agree.

:mod:`features.catalogue` declares, :mod:`features.one_child` measures one child plainly
with evidence, :mod:`features.many_children` measures many with compiled code, and
:mod:`features.wording` says a value in words.
"""
