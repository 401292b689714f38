"""What is asked of the database, a file per subject."""
