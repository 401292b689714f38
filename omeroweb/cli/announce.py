"""What a command says once the store is ready."""

from omeroweb.cli.store import Prepared


def say_root_password(prepared: Prepared) -> None:
    """Show a password that was made up now: nobody can look it up later."""
    if prepared.root_password:
        print(f"Log in as root, password {prepared.root_password} (shown only now)", flush=True)
