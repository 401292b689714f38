"""Measurements: what docs/performance.md says, measured again on this machine."""
