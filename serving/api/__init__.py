"""The service over HTTP: the API and the pages, both thin over the same use-cases."""
