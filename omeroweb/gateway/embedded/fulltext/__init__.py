"""Full-text search in the store: SQLite's FTS5 or PostgreSQL's text search, kept up to date by
triggers of the database, so that no way of writing can forget it.
"""
