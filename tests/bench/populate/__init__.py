"""A store as large as a big site's, made in minutes: python -m tests.bench.populate."""
