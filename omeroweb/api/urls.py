from django.urls import path

from omeroweb.api.views import containers, images, people, rois, session, start, wells

urlpatterns = [
    path("", start.versions, name="api_versions"),
    path("v0/", start.base, name="api_base"),
    path("v0/token/", session.token, name="api_token"),
    path("v0/servers/", session.servers, name="api_servers"),
    path("v0/login/", session.login, name="api_login"),
    path("v0/m/projects/", containers.projects, name="api_projects"),
    path("v0/m/projects/<number:project>/", containers.project, name="api_project"),
    path(
        "v0/m/projects/<number:project>/datasets/",
        containers.datasets,
        name="api_project_datasets",
    ),
    path("v0/m/datasets/", containers.datasets, name="api_datasets"),
    path("v0/m/datasets/<number:dataset>/", containers.dataset, name="api_dataset"),
    path("v0/m/datasets/<number:dataset>/images/", images.images, name="api_dataset_images"),
    path(
        "v0/m/datasets/<number:dataset>/projects/",
        containers.projects,
        name="api_dataset_projects",
    ),
    path("v0/m/images/", images.images, name="api_images"),
    path("v0/m/images/<number:image>/", images.image, name="api_image"),
    path("v0/m/images/<number:image>/datasets/", containers.datasets, name="api_image_datasets"),
    path("v0/m/images/<number:image>/rois/", rois.rois, name="api_image_rois"),
    path("v0/m/rois/", rois.rois, name="api_rois"),
    path("v0/m/rois/<number:roi>/", rois.roi, name="api_roi"),
    path("v0/m/shapes/", rois.shapes, name="api_shapes"),
    path("v0/m/shapes/<number:shape>/", rois.shape, name="api_shape"),
    path("v0/m/screens/", containers.screens, name="api_screens"),
    path("v0/m/screens/<number:screen>/", containers.screen, name="api_screen"),
    path("v0/m/screens/<number:screen>/plates/", wells.plates, name="api_screen_plates"),
    path("v0/m/plates/", wells.plates, name="api_plates"),
    path("v0/m/plates/<number:plate>/", wells.plate, name="api_plate"),
    path("v0/m/plates/<number:plate>/screens/", containers.screens, name="api_plate_screens"),
    path("v0/m/plates/<number:plate>/wells/", wells.wells, name="api_plate_wells"),
    path("v0/m/experimenters/", people.experimenters, name="api_experimenters"),
    path(
        "v0/m/experimenters/<number:experimenter>/",
        people.experimenter,
        name="api_experimenter",
    ),
    path(
        "v0/m/experimenters/<number:experimenter>/experimentergroups/",
        people.groups,
        name="api_experimenter_experimentergroups",
    ),
    path("v0/m/experimentergroups/", people.groups, name="api_experimentergroups"),
    path(
        "v0/m/experimentergroups/<number:experimentergroup>/",
        people.group,
        name="api_experimentergroup",
    ),
    path(
        "v0/m/experimentergroups/<number:experimentergroup>/experimenters/",
        people.experimenters,
        name="api_experimentergroup_experimenters",
    ),
]
