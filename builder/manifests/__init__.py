"""Ready files for Compose, Swarm and Kubernetes, from the environment that the images read, too.

The same environment gives the same bytes. No file holds a secret: they name where it is found.
"""

from builder.manifests.deployment import Deployment, deployment
from builder.manifests.rendering import manifests
from builder.manifests.variables import KINDS

__all__ = ["KINDS", "Deployment", "deployment", "manifests"]
