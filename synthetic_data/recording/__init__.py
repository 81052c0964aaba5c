"""How each source system writes the world down: some of it, late, and not always right."""
