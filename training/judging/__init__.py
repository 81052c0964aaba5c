"""How good a card is, on children and a year that it has not seen, and for whom."""
