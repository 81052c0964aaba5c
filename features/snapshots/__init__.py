"""Every child of a snapshot, measured here or on a cluster."""
