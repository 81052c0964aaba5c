"""Whether a card still fits what it is asked, and what is demanded when it doesn't."""
