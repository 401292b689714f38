"""Asking for and changing regions of interest."""

from typing import Protocol

from omeroweb.gateway.base.asking import Filter, Page, Slice
from omeroweb.gateway.base.rois import Roi, RoiDraft, RoiShape


class Rois(Protocol):
    """ROIs by id, with their shapes. Raises NotFound and Forbidden like all of the gateway."""

    def page(self, part: Slice, wanted: Filter) -> Page[Roi]:
        """ROIs with all their shapes, narrowed by image, owner and group; masks without bits."""
        ...

    def get(self, roi_id: int) -> Roi:
        """One ROI; masks without bits."""
        ...

    def shapes(self, part: Slice, wanted: Filter) -> Page[RoiShape]:
        """Shapes by id, narrowed like ROIs; masks without bits."""
        ...

    def shape(self, shape_id: int) -> RoiShape:
        """One shape; a mask with its bits."""
        ...

    def create(self, image_id: int, draft: RoiDraft) -> Roi:
        """Needs ``can_annotate`` on the image. Raises BadRequest for what no shape can be."""
        ...

    def update(self, roi_id: int, draft: RoiDraft) -> Roi: ...

    def delete(self, roi_id: int) -> None: ...

    def delete_shape(self, shape_id: int) -> None:
        """A ROI without shapes stays."""
        ...
