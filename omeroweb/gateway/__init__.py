"""What the web needs of an OMERO server, and the servers that give it."""
