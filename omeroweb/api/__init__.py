"""The JSON API, version 0."""
