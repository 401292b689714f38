"""Below /webgateway/, under the names that apps know. docs/http.md lists them with their state."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from omeroweb.webgateway.views import (
    containers,
    downloads,
    image_data,
    lookup_tables,
    measurements,
    open_with,
    planes,
    plates,
    plots,
    thumbnails,
    tiles,
)


def _paths(
    name: str, view: Callable[..., HttpResponseBase], route: str, *optional: str
) -> list[URLPattern]:
    """A route, and the same with one optional part after the other."""
    routes = [route]
    for part in optional:
        routes.append(f"{routes[-1]}{part}/")
    return [path(route, view, name=f"webgateway_{name}") for route in routes]


PLANE = "<int:iid>/<int:z>/<int:t>/"

urlpatterns = [
    path("", image_data.welcome, name="webgateway"),
    # --- pictures
    *_paths("render_image", planes.render_image, "render_image/<int:iid>/", "<int:z>", "<int:t>"),
    *_paths(
        "render_image_rdef",
        planes.render_image_rdef,
        "render_image_rdef/<int:iid>/",
        "<int:z>",
        "<int:t>",
    ),
    *_paths("render_image_region", tiles.render_image_region, f"render_image_region/{PLANE}"),
    *_paths(
        "render_image_region_rdef",
        tiles.render_image_region_rdef,
        f"render_image_region_rdef/{PLANE}",
    ),
    *_paths("render_split_channel", planes.render_split_channel, f"render_split_channel/{PLANE}"),
    *_paths(
        "render_row_plot", plots.render_row_plot, f"render_row_plot/{PLANE}<int:y>/", "<int:w>"
    ),
    *_paths(
        "render_col_plot", plots.render_col_plot, f"render_col_plot/{PLANE}<int:x>/", "<int:w>"
    ),
    # --- thumbnails
    *_paths(
        "render_birds_eye_view",
        thumbnails.render_birds_eye_view,
        "render_birds_eye_view/<int:iid>/",
        "<int:size>",
    ),
    *_paths(
        "render_thumbnail",
        thumbnails.render_thumbnail,
        "render_thumbnail/<int:iid>/",
        "<int:w>",
        "<int:h>",
    ),
    *_paths(
        "get_thumbnail_json",
        thumbnails.get_thumbnail,
        "get_thumbnail/<int:iid>/",
        "<int:w>",
        "<int:h>",
    ),
    *_paths("get_thumbnails_json", thumbnails.get_thumbnails, "get_thumbnails/", "<int:w>"),
    # --- what is known of an image
    *_paths("imageData_json", image_data.img_data, "imgData/<int:iid>/", "<str:key>"),
    path(
        "histogram_json/<int:iid>/channel/<int:channel>/",
        measurements.histogram_json,
        name="webgateway_histogram_json",
    ),
    path(
        "histogram_json/<int:iid>/channel/<int:channel>/<path:rest>",
        measurements.histogram_json,
    ),
    *_paths("statistics_json", measurements.statistics_json, "statistics/<int:iid>/"),
    # --- lookup tables
    *_paths("listLuts_json", lookup_tables.lut_list, "luts/"),
    *_paths("luts_png", lookup_tables.luts_png, "luts_png/"),
    # --- what lies where
    *_paths("plategrid_json", plates.plate, "plate/<int:pid>/", "<int:field>"),
    *_paths("listProjects_json", containers.projects, "proj/list/"),
    *_paths("projectDetail_json", containers.project, "proj/<int:pid>/detail/"),
    *_paths("listDatasets_json", containers.datasets, "proj/<int:pid>/children/"),
    *_paths("datasetDetail_json", containers.dataset, "dataset/<int:did>/detail/"),
    *_paths("listImages_json", containers.images, "dataset/<int:did>/children/"),
    # --- files
    path(
        "archived_files/download/<int:iid>/",
        downloads.archived_files,
        name="download_archived_files",
    ),
    path("archived_files/download/", downloads.archived_files),
    # --- other programs
    *_paths("open_with", open_with.open_with, "open_with/"),
]
