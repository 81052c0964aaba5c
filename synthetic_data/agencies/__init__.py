"""What police and their partners do about children beyond a missing report and a plan.

The world says what is true of a child; an agency turns what it meets of that into matters:
a crime, an investigation, an incident, a referral. What its system then holds of them is
for :mod:`synthetic_data.recording`.
"""
