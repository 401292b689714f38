"""`omero pyramids`: what large images without a pyramid are shown with."""
