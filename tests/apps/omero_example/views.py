from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Visit


def greet(request: HttpRequest) -> HttpResponse:
    greeting, times = settings.EXAMPLE_GREETING, settings.EXAMPLE_TIMES  # type: ignore[misc]
    context = {"greeting": " ".join([greeting] * times)}
    return render(request, "omero_example/page.html", context)


def visits(_: HttpRequest) -> HttpResponse:
    """How often this page was seen, this time included."""
    Visit.objects.create()
    return HttpResponse(str(Visit.objects.count()), content_type="text/plain")


def fail(request: HttpRequest) -> HttpResponse:
    password = request.POST.get("password")
    raise RuntimeError(f"nobody foresaw this, {'but' if password else 'and'} it happened")


def viewer(_: HttpRequest, iid: int) -> HttpResponse:
    return HttpResponse(f"image {iid} in the example", content_type="text/plain")
