"""The views. image_viewer: the name by which omero.web.viewer.view knows ours."""

from omeroweb.webclient.views.viewer import img_detail as image_viewer

__all__ = ["image_viewer"]
