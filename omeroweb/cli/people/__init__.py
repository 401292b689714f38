"""`omero user` and `omero group`."""
