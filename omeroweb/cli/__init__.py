"""The `omero` command. Each sub-command imports what it needs when it is called."""
