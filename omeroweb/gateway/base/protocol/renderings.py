"""Asking for and changing rendering settings."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from omeroweb.gateway.base.rendering import Copied, Rendering, RenderingDef


class Renderings(Protocol):
    """Each user has settings of their own for each image.

    Where they have saved none, those of the image's owner count, and where the owner has none,
    those the image was imported with. Saving needs ``can_annotate`` on the image.
    """

    def of(self, image_id: int) -> RenderingDef:
        """The settings that count for the caller."""
        ...

    def of_images(self, image_ids: Sequence[int]) -> Mapping[int, RenderingDef]:
        """The same for many images, in as many queries as for one; without those one may not see
        and those without pixels."""
        ...

    def imported(self, image_id: int) -> RenderingDef:
        """What a reset would give."""
        ...

    def all_of(self, image_id: int) -> Sequence[RenderingDef]:
        """The saved settings of all users, the caller's first, then by id."""
        ...

    def get(self, rendering_def_id: int) -> RenderingDef: ...

    def save(self, image_id: int, rendering: Rendering) -> RenderingDef:
        """Raises BadRequest where the channels or planes do not fit the image."""
        ...

    def copy(self, rendering: Rendering, image_ids: Sequence[int]) -> Copied:
        """Save the same settings for many images, where their number of channels fits.

        The shown plane of the images does not change.
        """
        ...

    def reset(self, image_ids: Sequence[int]) -> Copied:
        """Save what the images were imported with."""
        ...

    def use_owners(self, image_ids: Sequence[int]) -> Copied:
        """Save what the images' owners have."""
        ...
