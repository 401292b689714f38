"""Images as files to take away: OME-TIFF and movies, made while they are sent. No Django here."""
