from django.urls import path

from omeroweb.webgateway.views import downloads, image_data, plates, rendering, thumbnails

urlpatterns = [
    path("", image_data.welcome, name="webgateway"),
    path("render_image/<int:iid>/", rendering.render_image, name="render_image"),
    path("render_image/<int:iid>/<int:z>/", rendering.render_image),
    path("render_image/<int:iid>/<int:z>/<int:t>/", rendering.render_image),
    path(
        "render_image_region/<int:iid>/<int:z>/<int:t>/",
        rendering.render_image_region,
        name="render_image_region",
    ),
    path("render_thumbnail/<int:iid>/", thumbnails.render_thumbnail, name="render_thumbnail"),
    path("render_thumbnail/<int:iid>/<int:w>/", thumbnails.render_thumbnail),
    path("render_thumbnail/<int:iid>/<int:w>/<int:h>/", thumbnails.render_thumbnail),
    path("imgData/<int:iid>/", image_data.img_data, name="img_data"),
    path("imgData/<int:iid>/<str:key>/", image_data.img_data),
    path("plate/<int:pid>/", plates.plate, name="plate_grid"),
    path("plate/<int:pid>/<int:field>/", plates.plate),
    path(
        "archived_files/download/<int:iid>/",
        downloads.archived_files,
        name="download_archived_files",
    ),
    path("archived_files/download/", downloads.archived_files),
]
