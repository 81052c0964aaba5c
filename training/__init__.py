"""How a scorecard is made from history: asked, labelled, split, fitted, judged, registered.

Only whole-number cards leave this package, and every figure is the figure of that card.
"""
