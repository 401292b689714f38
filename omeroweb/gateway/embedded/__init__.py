"""The default server: Django models and image files on disk."""
