from importlib import import_module

import_module("omeroweb.decorators")

urlpatterns: list[object] = []
