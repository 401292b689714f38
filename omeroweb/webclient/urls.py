from django.urls import path, re_path
from django.utils.module_loading import import_string

from omeroweb.config import catalogue
from omeroweb.http.session import configuration
from omeroweb.webclient.views import index, login

urlpatterns = [
    path("", index.userdata, name="webindex"),
    # Links of OMERO.web name its start page by this URL name and the menu.
    re_path("^(?P<menu>userdata)/$", index.userdata, name="load_template"),
    path("login/", login.login, name="weblogin"),
    path("logout/", login.logout, name="weblogout"),
    path("keepalive_ping/", login.keepalive_ping, name="keepalive_ping"),
    path(
        "img_detail/<number:iid>/",
        import_string(configuration()[catalogue.VIEWER_VIEW]),
        name="web_image_viewer",
    ),
]
