"""How many processor cores this process may use."""

import math
import os
from pathlib import Path

CGROUP_V2_LIMIT = Path("/sys/fs/cgroup/cpu.max")


def available_cores(cpu_max: Path = CGROUP_V2_LIMIT) -> int:
    """Cores by the container's CPU limit where one is set (cgroup v2 cpu.max), else by affinity."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    cores = usable or 1
    try:
        quota, period = cpu_max.read_text().split()
    except (OSError, ValueError):
        return cores
    if quota == "max":
        return cores
    return max(1, min(cores, math.ceil(int(quota) / int(period))))
