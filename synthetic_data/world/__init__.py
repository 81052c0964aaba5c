"""What really happens: children, adults, states, missing episodes, and what is done."""
