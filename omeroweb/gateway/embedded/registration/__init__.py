"""The rows of filesets: what their files say, as the store keeps it. One module per subject.

All functions take many filesets at once, so that the number of statements does not grow with
them. The caller opens the transaction.
"""

from omeroweb.gateway.embedded.registration.batch import register
from omeroweb.gateway.embedded.registration.entry import Entry

__all__ = ["Entry", "register"]
