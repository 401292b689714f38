"""Below /webgateway/, under the names that apps know. docs/http.md lists them with their state."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from omeroweb.http import converters  # noqa: F401 - the patterns below use it
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
    tables,
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


PLANE = "<number:iid>/<number:z>/<number:t>/"

urlpatterns = [
    path("", image_data.welcome, name="webgateway"),
    # --- pictures
    *_paths(
        "render_image",
        planes.render_image,
        "render_image/<number:iid>/",
        "<number:z>",
        "<number:t>",
    ),
    *_paths(
        "render_image_rdef",
        planes.render_image_rdef,
        "render_image_rdef/<number:iid>/",
        "<number:z>",
        "<number:t>",
    ),
    *_paths("render_image_region", tiles.render_image_region, f"render_image_region/{PLANE}"),
    *_paths(
        "render_image_region_rdef",
        tiles.render_image_region_rdef,
        f"render_image_region_rdef/{PLANE}",
    ),
    *_paths("render_split_channel", planes.render_split_channel, f"render_split_channel/{PLANE}"),
    *_paths(
        "render_row_plot",
        plots.render_row_plot,
        f"render_row_plot/{PLANE}<number:y>/",
        "<number:w>",
    ),
    *_paths(
        "render_col_plot",
        plots.render_col_plot,
        f"render_col_plot/{PLANE}<number:x>/",
        "<number:w>",
    ),
    path(
        "render_movie/<number:iid>/z/<number:pos>/",
        movies.render_movie,
        {"axis": "z"},
        name="webgateway_render_movie",
    ),
    path("render_movie/<number:iid>/t/<number:pos>/", movies.render_movie, {"axis": "t"}),
    # --- thumbnails
    *_paths(
        "render_birds_eye_view",
        thumbnails.render_birds_eye_view,
        "render_birds_eye_view/<number:iid>/",
        "<number:size>",
    ),
    *_paths(
        "render_thumbnail",
        thumbnails.render_thumbnail,
        "render_thumbnail/<number:iid>/",
        "<number:w>",
        "<number:h>",
    ),
    *_paths(
        "get_thumbnail_json",
        thumbnails.get_thumbnail,
        "get_thumbnail/<number:iid>/",
        "<number:w>",
        "<number:h>",
    ),
    *_paths("get_thumbnails_json", thumbnails.get_thumbnails, "get_thumbnails/", "<number:w>"),
    # --- what is known of an image
    *_paths("imageData_json", image_data.img_data, "imgData/<number:iid>/", "<str:key>"),
    path(
        "histogram_json/<number:iid>/channel/<number:channel>/",
        measurements.histogram_json,
        name="webgateway_histogram_json",
    ),
    path(
        "histogram_json/<number:iid>/channel/<number:channel>/<path:rest>",
        measurements.histogram_json,
    ),
    *_paths("statistics_json", measurements.statistics_json, "statistics/<number:iid>/"),
    # --- rendering settings
    *_paths("save_image_rdef_json", settings.save, "saveImgRDef/<number:iid>/"),
    *_paths("get_image_rdef_json", copying.copied, "getImgRDef/"),
    *_paths("copy_image_rdef_json", copying.copy, "copyImgRDef/"),
    *_paths("reset_rdef_json", settings.reset, "resetRDef/"),
    *_paths("reset_owners_rdef_json", settings.use_owners, "applyOwnersRDef/"),
    *_paths("list_compatible_imgs_json", image_data.compatible, "compatImgRDef/<number:iid>/"),
    *_paths("get_image_rdefs_json", settings.all_of, "get_image_rdefs_json/<number:iid>/"),
    # --- regions of interest
    *_paths("get_rois_json", regions_of_interest.rois, "get_rois_json/<number:iid>/"),
    *_paths(
        "get_shape_json",
        regions_of_interest.shape,
        "get_shape_json/<number:roi_id>/<number:shape_id>/",
    ),
    *_paths(
        "render_shape_mask",
        regions_of_interest.render_shape_mask,
        "render_shape_mask/<number:shape_id>/",
    ),
    *_paths(
        "render_roi_thumbnail",
        shape_thumbnails.render_roi_thumbnail,
        "render_roi_thumbnail/<number:roi_id>/",
    ),
    path("render_roi_thumbnail/<number:roi_id>", shape_thumbnails.render_roi_thumbnail),
    *_paths(
        "render_shape_thumbnail",
        shape_thumbnails.render_shape_thumbnail,
        "render_shape_thumbnail/<number:shape_id>/",
    ),
    path("render_shape_thumbnail/<number:shape_id>", shape_thumbnails.render_shape_thumbnail),
    # --- lookup tables
    *_paths("listLuts_json", lookup_tables.lut_list, "luts/"),
    *_paths("luts_png", lookup_tables.luts_png, "luts_png/"),
    # --- what lies where
    *_paths(
        "plategrid_json",
        plates.plate,
        "plate/<number:pid>/",
        "<number:field>",
        "<number:acquisition>",
    ),
    *_paths("getwell_json", wells.well_data, "wellData/<number:wid>/"),
    *_paths("listWellImages_json", wells.well_children, "well/<number:wid>/children/"),
    *_paths("listProjects_json", containers.projects, "proj/list/"),
    *_paths("projectDetail_json", containers.project, "proj/<number:pid>/detail/"),
    *_paths("listDatasets_json", containers.datasets, "proj/<number:pid>/children/"),
    *_paths("datasetDetail_json", containers.dataset, "dataset/<number:did>/detail/"),
    *_paths("listImages_json", containers.images, "dataset/<number:did>/children/"),
    # --- tables
    *_paths("table_query", tables.query, "table/<number:file_id>/query/"),
    *_paths("table_metadata", tables.metadata, "table/<number:file_id>/metadata/"),
    *_paths(
        "table_obj_id_bitmask", tables.obj_id_bitmask, "table/<number:file_id>/obj_id_bitmask/"
    ),
    *_paths("perform_get_where_list", tables.rows, "table/<number:file_id>/rows/"),
    *_paths("perform_slice", tables.slice_, "table/<number:file_id>/slice/"),
    *_paths("object_table_query", tables.object_query, "table/<str:path>/<number:oid>/query/"),
    *_paths("annotations", tables.annotations, "annotations/<str:path>/<number:oid>/"),
    *_paths("search_json", search.search, "search/"),
    # --- files
    path(
        "archived_files/download/<number:iid>/",
        downloads.archived_files,
        name="download_archived_files",
    ),
    path("archived_files/download/", downloads.archived_files),
    path("download_as/<number:iid>/", rendered_downloads.download_as, name="download_as"),
    path("download_as/", rendered_downloads.download_as),
    *_paths("render_ome_tiff", exports.render_ome_tiff, "render_ome_tiff/<str:ctx>/<number:cid>/"),
    *_paths(
        "original_file_paths", downloads.original_file_paths, "original_file_paths/<number:iid>/"
    ),
    # --- other programs
    path("su/<str:user>/", switching.su, name="webgateway_su"),
    *_paths("open_with", open_with.open_with, "open_with/"),
]
