"""The page that shows one image."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.webclient.parent import parent
from omeroweb.webclient.sharing import cards
from omeroweb.webclient.visitor import visitor


@require_safe
@ensure_csrf_cookie
def img_detail(request: OmeroRequest, iid: int) -> HttpResponse:
    image = request.gateway.image(iid)
    context = {
        "visitor": visitor(request),
        "image": image,
        "parent": parent(request.gateway, iid).name,
        "cards": cards(request, iid),
        "roi_limit": configuration()[catalogue.ROI_LIMIT],
    }
    return render(request, "webclient/img_detail.html", context)
