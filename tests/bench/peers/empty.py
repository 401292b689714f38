"""Django answering nothing: what a request costs before a line of this project runs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "bench"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = __name__
MIDDLEWARE: list[str] = []


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("", empty)]
