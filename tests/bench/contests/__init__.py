"""One module per contest; each gives its rows."""
