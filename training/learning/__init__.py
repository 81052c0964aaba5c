"""From questions and outcomes to a card in whole points."""
