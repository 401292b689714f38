"""An app that needs what is not installed, as one that was written for another OMERO.web."""
