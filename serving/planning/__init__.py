"""CSE plans and abduction notices: written, approved, reviewed and ended (S2, S3, M3, M8)."""
