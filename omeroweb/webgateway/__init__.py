"""Rendered images and what viewers need to know of them."""
