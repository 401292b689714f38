from django.urls import path

from omeroweb.api.views import containers, images, session, start, wells

urlpatterns = [
    path("", start.versions, name="api_versions"),
    path("v0/", start.base, name="api_base"),
    path("v0/token/", session.token, name="api_token"),
    path("v0/servers/", session.servers, name="api_servers"),
    path("v0/login/", session.login, name="api_login"),
    path("v0/m/projects/", containers.projects, name="api_projects"),
    path("v0/m/projects/<int:project>/", containers.project, name="api_project"),
    path("v0/m/projects/<int:project>/datasets/", containers.datasets, name="api_project_datasets"),
    path("v0/m/datasets/", containers.datasets, name="api_datasets"),
    path("v0/m/datasets/<int:dataset>/", containers.dataset, name="api_dataset"),
    path("v0/m/datasets/<int:dataset>/images/", images.images, name="api_dataset_images"),
    path("v0/m/datasets/<int:dataset>/projects/", containers.projects, name="api_dataset_projects"),
    path("v0/m/images/", images.images, name="api_images"),
    path("v0/m/images/<int:image>/", images.image, name="api_image"),
    path("v0/m/images/<int:image>/datasets/", containers.datasets, name="api_image_datasets"),
    path("v0/m/screens/", containers.screens, name="api_screens"),
    path("v0/m/screens/<int:screen>/", containers.screen, name="api_screen"),
    path("v0/m/screens/<int:screen>/plates/", wells.plates, name="api_screen_plates"),
    path("v0/m/plates/", wells.plates, name="api_plates"),
    path("v0/m/plates/<int:plate>/", wells.plate, name="api_plate"),
    path("v0/m/plates/<int:plate>/screens/", containers.screens, name="api_plate_screens"),
    path("v0/m/plates/<int:plate>/wells/", wells.wells, name="api_plate_wells"),
]
