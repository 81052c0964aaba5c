"""A missing report, from the moment it is opened to the last interview after it (M1, M3, M5, M8).

Opened by an officer and answered at once with band and plan. Everything written down is an
entry of S1 like the database's own, corrected by later entries; reports that came in an
extract are served and added to in the same way. Nobody sets a police grade here (N7).
"""
