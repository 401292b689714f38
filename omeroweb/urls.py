"""All URLs of the site: those of apps first, which may take the place of ours."""

from django.urls import include, path

from omeroweb.http import converters  # noqa: F401 - the patterns below use it
from omeroweb.http.mounted import app_urls
from omeroweb.http.session import configuration
from omeroweb.webclient.views import index, viewer
from omeroweb.webgateway.views import raw_pixels

handler500 = "omeroweb.http.errors.unexpected"

urlpatterns = [
    *app_urls(configuration()),
    path("", index.to_start),
    path("index/", index.custom, name="webindex_custom"),
    path("favicon.ico", index.favicon),
    path("api/", include("omeroweb.api.urls")),
    # Always our own viewer, whatever omero.web.viewer.view says.
    path("webgateway/img_detail/<number:iid>/", viewer.img_detail, name="webgateway_full_viewer"),
    path("tile/<number:iid>/<number:z>/<number:c>/<number:t>", raw_pixels.tile, name="raw_tile"),
    path("tile/<number:iid>/<number:z>/<number:c>/<number:t>/", raw_pixels.tile),
    path("webgateway/", include("omeroweb.webgateway.urls")),
    path("webclient/", include("omeroweb.webclient.urls")),
]
