"""What joins children: rows of one history, and the join. Names and homes are read here alone,
to say who is tied to whom; no feature reads them."""
