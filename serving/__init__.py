"""The service: what the force knows about one child, in one answer, logged before it is sent.

``store`` keeps what was taken in and what was looked at; ``audit`` says how a look is
entered and proven; ``service`` holds one use-case a file; ``answer`` makes the exact bytes.
"""
