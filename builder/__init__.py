"""Settings -> text -> images: renders the NGINX files and builds the container images."""
