"""Where records, links, accounts and the access log are kept: SQLite or PostgreSQL, one code.

Nothing outside this package speaks SQL. :func:`serving.store.opening.open_store` gives a
:class:`~serving.store.opening.Store`; functions of the other modules take a connection of
its ``reading()`` or ``writing()``; looks go through
:class:`serving.store.writer.LookWriter` and are read by
:class:`serving.store.looks.LookReader`.
"""
