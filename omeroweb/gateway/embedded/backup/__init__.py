"""The whole store as one file: written while servers run, read into any kind of database."""
