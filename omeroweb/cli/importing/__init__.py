"""`omero import`: its options, progress, summary and report."""
