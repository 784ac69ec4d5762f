"""How well the stance of a statement to a proposition is told: annotated pairs, and their scorer."""
