"""What a command says once the store is ready."""

from typing import TextIO

from omeroweb.cli.store import Prepared


def say_root_password(prepared: Prepared, stream: TextIO | None = None) -> None:
    """Show a password that was made up now, on stdout or a stream: it cannot be looked up later."""
    if prepared.root_password:
        text = f"Log in as root, password {prepared.root_password} (shown only now)"
        print(text, file=stream, flush=True)
