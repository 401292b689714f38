"""The index of all documents, as tables that are derived from those of the objects."""

from omeroweb.gateway.embedded.derived import Derived
from omeroweb.gateway.embedded.fulltext.engine import engine

SEARCH = Derived("embedded_search_version", engine)
