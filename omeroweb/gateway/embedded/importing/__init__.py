"""Registering images in the store: they stay where they lie, only what they say is kept.

walking -> known -> readers (processes that know no Django) -> writing, put together in run.
"""
