"""Packages that a test puts on the path of a server, as an administrator installs them."""
