"""The use-cases, one to a file: what an officer or an administrator does, from permission to log.

The API, the pages and the commands are thin over these.
"""
