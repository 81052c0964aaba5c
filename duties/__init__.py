"""What must have happened by now about a child, and has not; and what comes next (M5-M7, M12).

:mod:`duties.intervals` reads the timetable, :mod:`duties.rules` holds one row for each rule,
:mod:`duties.due` tells what is due now, and what was ever due.
"""
