"""The name servers of a machine, as NGINX writes them."""

import re
from ipaddress import ip_address
from pathlib import Path

RESOLV_CONF = Path("/etc/resolv.conf")


def of_this_machine() -> list[str]:
    """Those of /etc/resolv.conf; none where there is no such file."""
    if not RESOLV_CONF.exists():
        return []
    return name_servers(RESOLV_CONF.read_text(encoding="utf-8"))


def name_servers(resolv_conf: str) -> list[str]:
    """The name servers in the text of a resolv.conf."""
    named = re.findall(r"^nameserver\s+(\S+)", resolv_conf, re.MULTILINE)
    return [text for text in map(_nginx_address, named) if text]


def _nginx_address(address: str) -> str | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if parsed.version == 4:
        return address
    # NGINX takes no scoped address such as fe80::1%eth0.
    return None if "%" in address else f"[{address}]"
