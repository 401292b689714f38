"""`omero config`: read and change config.xml, and check what all sources together say."""
