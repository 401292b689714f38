"""`omero backup` and `omero restore`."""
