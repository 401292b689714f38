"""Which property an error at the start comes from, as far as the traceback shows it."""

import traceback

from omeroweb.config import Configuration, apps, catalogue


def blamed(error: BaseException, of: Configuration) -> str:
    """One sentence: the property, what it names, and the error's own words."""
    modules = {
        frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)
    }
    for app in of[catalogue.APPS]:
        if any(_is_in(module, app) for module in modules):
            return f"{catalogue.APPS.name}: {app} cannot be loaded ({error})"
    if any(module.startswith("django.db.") for module in modules):
        return f"{catalogue.DATABASES.name}: {error}"
    suspects = [
        declared.name
        for declared in (catalogue.ADDITIONAL_SETTINGS, catalogue.APPS)
        if of[declared]
    ]
    return f"{' or '.join(suspects) or 'the configuration'} keeps the site from loading: {error}"


def _is_in(module: str, app: str) -> bool:
    package = apps.modules_of(app)
    return module == package or module.startswith(f"{package}.")
