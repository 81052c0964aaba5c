"""Who may do what, why, and what is left behind: roles, reasons, kinds of entry, routes.

Nothing here does anything; :mod:`serving.service` reads these tables and acts.
"""
