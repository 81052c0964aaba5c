"""What a history adds up to: points, bands and policy floors, checkable by hand (N2).

Pure functions over integers. Nothing here reads a file but the policy, and nothing
knows how a card was fitted.
"""
