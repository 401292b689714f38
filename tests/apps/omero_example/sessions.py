from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.serializers import JSONSerializer


class MarkedSerializer:
    """JSON behind a mark; leaves a note of having been used beside the sessions."""

    def dumps(self, obj: Any) -> bytes:
        (Path(settings.SESSION_FILE_PATH or "") / "marks").write_text("marked")
        return b"marked" + JSONSerializer().dumps(obj)

    def loads(self, data: bytes) -> Any:
        return JSONSerializer().loads(data.removeprefix(b"marked"))
