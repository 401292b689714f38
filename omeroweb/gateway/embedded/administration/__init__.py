"""What administrators do with users and groups. It asks nobody for permission."""
