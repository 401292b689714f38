"""Below /webgateway/, under the names that apps know. docs/http.md lists them with their state."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, re_path

from omeroweb.webgateway.views import (
    containers,
    copying,
    downloads,
    exports,
    image_data,
    lookup_tables,
    measurements,
    movies,
    open_with,
    planes,
    plates,
    plots,
    regions_of_interest,
    rendered_downloads,
    search,
    settings,
    shape_thumbnails,
    switching,
    thumbnails,
    tiles,
    wells,
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
    re_path(
        r"^render_movie/(?P<iid>[0-9]{1,15})/(?P<axis>[zt])/(?P<pos>[0-9]{1,15})/$",
        movies.render_movie,
        name="webgateway_render_movie",
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
    # --- rendering settings
    *_paths("save_image_rdef_json", settings.save, "saveImgRDef/<int:iid>/"),
    *_paths("get_image_rdef_json", copying.copied, "getImgRDef/"),
    *_paths("copy_image_rdef_json", copying.copy, "copyImgRDef/"),
    *_paths("reset_rdef_json", settings.reset, "resetRDef/"),
    *_paths("reset_owners_rdef_json", settings.use_owners, "applyOwnersRDef/"),
    *_paths("list_compatible_imgs_json", image_data.compatible, "compatImgRDef/<int:iid>/"),
    *_paths("get_image_rdefs_json", settings.all_of, "get_image_rdefs_json/<int:iid>/"),
    # --- regions of interest
    *_paths("get_rois_json", regions_of_interest.rois, "get_rois_json/<int:iid>/"),
    *_paths(
        "get_shape_json",
        regions_of_interest.shape,
        "get_shape_json/<int:roi_id>/<int:shape_id>/",
    ),
    *_paths(
        "render_shape_mask",
        regions_of_interest.render_shape_mask,
        "render_shape_mask/<int:shape_id>/",
    ),
    *_paths(
        "render_roi_thumbnail",
        shape_thumbnails.render_roi_thumbnail,
        "render_roi_thumbnail/<int:roi_id>/",
    ),
    path("render_roi_thumbnail/<int:roi_id>", shape_thumbnails.render_roi_thumbnail),
    *_paths(
        "render_shape_thumbnail",
        shape_thumbnails.render_shape_thumbnail,
        "render_shape_thumbnail/<int:shape_id>/",
    ),
    path("render_shape_thumbnail/<int:shape_id>", shape_thumbnails.render_shape_thumbnail),
    # --- lookup tables
    *_paths("listLuts_json", lookup_tables.lut_list, "luts/"),
    *_paths("luts_png", lookup_tables.luts_png, "luts_png/"),
    # --- what lies where
    *_paths("plategrid_json", plates.plate, "plate/<int:pid>/", "<int:field>", "<int:acquisition>"),
    *_paths("getwell_json", wells.well_data, "wellData/<int:wid>/"),
    *_paths("listWellImages_json", wells.well_children, "well/<int:wid>/children/"),
    *_paths("listProjects_json", containers.projects, "proj/list/"),
    *_paths("projectDetail_json", containers.project, "proj/<int:pid>/detail/"),
    *_paths("listDatasets_json", containers.datasets, "proj/<int:pid>/children/"),
    *_paths("datasetDetail_json", containers.dataset, "dataset/<int:did>/detail/"),
    *_paths("listImages_json", containers.images, "dataset/<int:did>/children/"),
    *_paths("search_json", search.search, "search/"),
    # --- files
    path(
        "archived_files/download/<int:iid>/",
        downloads.archived_files,
        name="download_archived_files",
    ),
    path("archived_files/download/", downloads.archived_files),
    path("download_as/<int:iid>/", rendered_downloads.download_as, name="download_as"),
    path("download_as/", rendered_downloads.download_as),
    *_paths("render_ome_tiff", exports.render_ome_tiff, "render_ome_tiff/<str:ctx>/<int:cid>/"),
    *_paths("original_file_paths", downloads.original_file_paths, "original_file_paths/<int:iid>/"),
    # --- other programs
    path("su/<str:user>/", switching.su, name="webgateway_su"),
    *_paths("open_with", open_with.open_with, "open_with/"),
]
