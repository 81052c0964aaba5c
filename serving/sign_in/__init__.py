"""The force's own sign-in service: who it is, which keys it signs with, what its tokens say.

Below the use-cases: nothing here knows of the store or of a page. The one package that
speaks OpenID Connect.
"""
