"""Which registries an engine takes without a certificate."""

import socket
from ipaddress import ip_address, ip_network

import docker


def is_insecure(client: docker.DockerClient, registry: str) -> bool:
    """As the engine decides it: insecure-registries of its daemon.json, and 127.0.0.0/8."""
    known = client.info().get("RegistryConfig") or {}
    index = (known.get("IndexConfigs") or {}).get(registry)
    if index is not None:
        return not index["Secure"]
    networks = [ip_network(text) for text in known.get("InsecureRegistryCIDRs") or []]
    host = registry.rpartition(":")[0] if registry.rpartition(":")[2].isdigit() else registry
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host.strip("[]"), None)}
    except OSError:
        return False
    addresses = [ip_address(str(one).partition("%")[0]) for one in found]
    return any(one in network for one in addresses for network in networks)
