"""What must have happened by now about a child, and has not; and what comes next (M5).

:mod:`duties.intervals` reads the timetable, :mod:`duties.due` tells what is due.
"""
