"""The manners of HTTP that every route keeps: who asks, in what form, how often, what is said."""
