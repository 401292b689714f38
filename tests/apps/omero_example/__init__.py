"""An app of OMERO.web with everything that one may have."""
