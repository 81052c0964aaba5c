"""Referrals, conferences, charging decisions and investigations: what waits, and for whom.

Four lists of one make, each with its size and ages, and the steps by which a referral and a
conference go on. What is written down here is an entry like any system's.
"""
