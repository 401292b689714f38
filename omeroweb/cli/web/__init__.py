"""`omero web`: start, stop and look after the server, as administrators know it."""
