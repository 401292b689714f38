"""`make bench`: this site, its peers and its limits, measured in the same run on the same data."""
