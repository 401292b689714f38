from django.urls import path

from . import views

urlpatterns = [path("missed/", views.missed), path("loaded/", views.loaded)]
