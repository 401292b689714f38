from django.urls import path

from . import views

urlpatterns = [
    path("", views.greet, name="example_index"),
    path("visits/", views.visits, name="example_visits"),
    path("fail/", views.fail, name="example_fail"),
    path("viewer/<int:iid>/", views.viewer, name="example_viewer"),
]
