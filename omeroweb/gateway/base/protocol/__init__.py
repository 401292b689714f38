"""The Gateway protocol, a file per subject."""
