"""All URLs of the site."""

from django.urls import include, path

from omeroweb.http import health
from omeroweb.webclient.views import index

urlpatterns = [
    path("", index.to_start),
    path("healthz", health.healthz),
    path("api/", include("omeroweb.api.urls")),
    path("webgateway/", include("omeroweb.webgateway.urls")),
    path("webclient/", include("omeroweb.webclient.urls")),
]
