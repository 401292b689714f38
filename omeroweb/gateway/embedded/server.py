"""The embedded store as a server: logins, and gateways for callers."""

import uuid
from collections.abc import Hashable

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from omeroweb import pixels
from omeroweb.config import Configuration, catalogue
from omeroweb.errors import LoginRefused, NotFound, NotSignedIn
from omeroweb.gateway import base
from omeroweb.gateway.embedded import attachments, models
from omeroweb.gateway.embedded.gateway import EmbeddedGateway
from omeroweb.gateway.embedded.memory import Memory, Moment
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.state import store_state

# Images and users that a process remembers, with 2 to 20 kB each.
REMEMBERED = 1000


class EmbeddedServer:
    """Implements Server; one per process, so that opened images are shared by its threads."""

    def __init__(self) -> None:
        of: Configuration = settings.OMERO_CONFIGURATION
        self._sources = pixels.SourceCache(of[catalogue.OPEN_IMAGES])
        self._downloads = of[catalogue.BINARY_ACCESS]
        self._folder = attachments.stored()
        self._state = store_state()
        self._memory = Memory(self._state, REMEMBERED)
        self._public: dict[str, base.Caller] = {}

    def login(self, user_name: str, password: str) -> base.Caller:
        user = models.Experimenter.objects.filter(user_name=user_name, is_active=True).first()
        if user is None:
            make_password(password)  # an unknown name takes as long as a wrong password
            raise LoginRefused("unknown user or wrong password")
        if not check_password(password, user.password):
            raise LoginRefused("unknown user or wrong password")
        return base.Caller(user.id, str(uuid.uuid4()))

    def become(self, caller: base.Caller, user_name: str) -> base.Caller:
        user = models.Experimenter.objects.filter(user_name=user_name, is_active=True).first()
        if user is None or not self.open(caller).event_context().is_admin:
            raise NotFound(f"user {user_name} not found")
        return base.Caller(user.id, str(uuid.uuid4()))

    def public_caller(self, user_name: str) -> base.Caller | None:
        if user_name not in self._public:
            user = models.Experimenter.objects.filter(user_name=user_name, is_active=True).first()
            if user is None:
                return None
            # open() finds out when this user is gone; until then visitors cost no look-up.
            self._public[user_name] = base.Caller(user.id)
        return self._public[user_name]

    def state(self) -> Hashable | None:
        return self._state.now()

    def open(self, caller: base.Caller, state: Hashable | None = None) -> EmbeddedGateway:
        memory = self._memory if state is None else Moment(self._memory, state)
        rights = memory.recall(("rights", caller.user_id), lambda: self._rights(caller.user_id))
        return EmbeddedGateway(caller, rights, self._sources, self._folder, memory)

    def _rights(self, user_id: int) -> Rights:
        user = models.Experimenter.objects.filter(id=user_id, is_active=True).first()
        if user is None:
            raise NotSignedIn("the user of this session does not exist any more")
        return Rights(user, self._downloads)
