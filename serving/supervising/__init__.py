"""Who is missing now, what is due, and the daily briefing: lists that a supervisor works from."""
