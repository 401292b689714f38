from django.urls import path

from omeroweb.webclient.views import index, login, viewer

urlpatterns = [
    path("", index.userdata, name="webindex"),
    path("login/", login.login, name="weblogin"),
    path("logout/", login.logout, name="weblogout"),
    path("keepalive_ping/", login.keepalive_ping, name="keepalive_ping"),
    path("img_detail/<int:iid>/", viewer.img_detail, name="web_image_viewer"),
]
