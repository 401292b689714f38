"""Pods of `manifests kubernetes`, run as plain containers with what their specs say.

Volumes, users, environment, commands, probes and the end are those of the spec; what is left to a
cluster (scheduling, Services, NetworkPolicies) is played by one network with the Services' names.
"""

import socket
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import docker
import requests
import yaml
from docker.models.containers import Container
from docker.models.networks import Network
from docker.models.volumes import Volume

Object = dict[str, Any]
MEBIBYTE = 1024 * 1024
UNITS = {"Mi": MEBIBYTE, "Gi": 1024 * MEBIBYTE}


def read_objects(folder: Path) -> dict[tuple[str, str], Object]:
    """The objects of a folder, by kind and name."""
    found: dict[tuple[str, str], Object] = {}
    for file in sorted(folder.glob("*.yaml")):
        for one in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            found[one["kind"], one.get("metadata", {}).get("name", "")] = one
    return found


@dataclass
class Cluster:
    """One network and the volumes that claims stand for.

    claims: claim -> a folder of this machine, or a volume. secrets: Secret -> folder of its files.
    """

    client: docker.DockerClient
    network: Network
    objects: dict[tuple[str, str], Object]
    claims: dict[str, Path | Volume]
    secrets: dict[str, Path]
    started: list["Pod"] = field(default_factory=list)

    def run(self, deployment: str) -> "Pod":
        """Start the one container of a Deployment, reached by the full name of its Service."""
        spec = self.objects["Deployment", deployment]["spec"]["template"]["spec"]
        (only,) = spec["containers"]
        service = self.objects["Service", deployment]["metadata"]
        name = f"{service['name']}.{service['namespace']}.svc.cluster.local"
        container = self.client.containers.create(
            only["image"],
            only.get("args"),
            environment=self._environment(only),
            mounts=self._mounts(spec, only),
            tmpfs=self._scratch(spec, only),
            **_confined(spec, only),
        )
        pod = Pod(container, self.network, spec)
        self.started.append(pod)
        self.network.connect(container, aliases=[name])
        container.start()
        return pod

    def remove(self) -> None:
        """Every container that was started."""
        for pod in self.started:
            pod.container.remove(force=True)

    def _environment(self, only: Object) -> dict[str, str]:
        found: dict[str, str] = {}
        for source in only["envFrom"]:
            found |= self.objects["ConfigMap", source["configMapRef"]["name"]]["data"]
        return found | {one["name"]: one["value"] for one in only.get("env", [])}

    def _mounts(self, spec: Object, only: Object) -> list[docker.types.Mount]:
        volumes = {volume["name"]: volume for volume in spec["volumes"]}
        mounts = []
        for mount in only["volumeMounts"]:
            source = self._source(volumes[mount["name"]])
            if source is not None:
                mounts.append(_mounted(source, mount))
        return mounts

    def _source(self, volume: Object) -> Path | Volume | None:
        if "persistentVolumeClaim" in volume:
            return self.claims[volume["persistentVolumeClaim"]["claimName"]]
        return self.secrets[volume["secret"]["secretName"]] if "secret" in volume else None

    def _scratch(self, spec: Object, only: Object) -> dict[str, str]:
        """An emptyDir may be written by everybody."""
        empty = {volume["name"] for volume in spec["volumes"] if "emptyDir" in volume}
        paths = [mount["mountPath"] for mount in only["volumeMounts"] if mount["name"] in empty]
        return dict.fromkeys(paths, "mode=1777")


def _mounted(source: Path | Volume, mount: Object) -> docker.types.Mount:
    path, is_read_only = mount["mountPath"], mount.get("readOnly", False)
    if isinstance(source, Path):
        return docker.types.Mount(path, str(source), "bind", read_only=is_read_only)
    return docker.types.Mount(path, source.name, "volume", read_only=is_read_only)


def _confined(spec: Object, only: Object) -> Object:
    """What the two security contexts and the limits say, as the engine takes it."""
    pod, one = spec["securityContext"], only["securityContext"]
    privileges = "no-new-privileges:true"
    memory = only["resources"]["limits"]["memory"]
    return {
        "user": f"{pod['runAsUser']}:{pod['runAsGroup']}",
        "group_add": [str(pod["fsGroup"])],
        "read_only": one["readOnlyRootFilesystem"],
        "cap_drop": one["capabilities"]["drop"],
        "security_opt": [] if one["allowPrivilegeEscalation"] else [privileges],
        "mem_limit": int(memory[:-2]) * UNITS[memory[-2:]],
        "nano_cpus": int(float(only["resources"]["limits"]["cpu"]) * 10**9),
    }


@dataclass
class Pod:
    """A running container with the probes of its spec."""

    container: Container
    network: Network
    spec: Object

    @property
    def address(self) -> str:
        self.container.reload()
        networks = self.container.attrs["NetworkSettings"]["Networks"]
        return str(networks[self.network.name]["IPAddress"])

    @property
    def _only(self) -> Object:
        (only,) = self.spec["containers"]
        found: Object = only
        return found

    @property
    def port(self) -> int:
        return int(self._only["ports"][0]["containerPort"])

    @property
    def url(self) -> str:
        return f"http://{self.address}:{self.port}"

    def wait_until_started(self) -> None:
        """As often as the startup probe may fail, and as far apart."""
        probe = self._only["startupProbe"]
        for _ in range(probe["failureThreshold"]):
            if self.holds("startupProbe"):
                return
            time.sleep(probe["periodSeconds"])
        raise AssertionError(f"not started: {self.container.logs().decode()}")

    def holds(self, name: str) -> bool:
        """Ask one probe once, as a kubelet does."""
        probe = self._only[name]
        try:
            if "exec" in probe:
                return bool(self.container.exec_run(probe["exec"]["command"]).exit_code == 0)
            if "tcpSocket" in probe:
                with socket.create_connection((self.address, self.port), probe["timeoutSeconds"]):
                    return True
            url = self.url + probe["httpGet"]["path"]
            answer = requests.get(url, timeout=probe["timeoutSeconds"], allow_redirects=False)
        except (OSError, docker.errors.APIError):
            return False
        return HTTPStatus.OK <= answer.status_code < HTTPStatus.BAD_REQUEST

    def end(self) -> int:
        """preStop, then the signal of the image; returns the exit code within the grace period."""
        command = self._only["lifecycle"]["preStop"]["exec"]["command"]
        assert self.container.exec_run(command).exit_code == 0
        seconds = self.spec["terminationGracePeriodSeconds"] - int(command[-1])
        self.container.stop(timeout=seconds)
        return int(self.container.wait()["StatusCode"])
