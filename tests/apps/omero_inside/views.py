import sys
from collections.abc import Iterator

from django.http import HttpRequest, JsonResponse

# They know what they do.
EXEMPT = sys.stdlib_module_names | {"gevent", "gunicorn", "__main__", "__mp_main__"}
MODULES = ("socket", "select", "time", "threading", "queue", "subprocess", "ssl", "signal", "os")


def missed(_: HttpRequest) -> JsonResponse:
    """Modules that are not patched, and blocking objects that a library took before they were."""
    from gevent import monkey  # noqa: PLC0415 - the render pool has none

    modules = [name for name in MODULES if not monkey.is_module_patched(name)]
    return JsonResponse({"unpatched": modules, "blocking": sorted(_blocking())})


def loaded(_: HttpRequest) -> JsonResponse:
    """The names of all modules that are loaded."""
    return JsonResponse({"modules": sorted(sys.modules)})


def _blocking() -> Iterator[str]:
    from gevent import monkey  # noqa: PLC0415 - the render pool has none

    originals = {id(value) for value in _replaced()}
    kinds = (
        type(monkey.get_original("_thread", "allocate_lock")()),
        monkey.get_original("threading", "_CRLock"),
        monkey.get_original("_thread", "_local"),
    )
    for name, module in list(sys.modules.items()):
        if module is None or name.partition(".")[0] in EXEMPT:
            continue
        for attribute, value in list(vars(module).items()):
            if id(value) in originals or type(value) in kinds:
                yield f"{name}.{attribute}"


def _replaced() -> Iterator[object]:
    """What stood in a module before gevent put its own there."""
    from gevent import monkey  # noqa: PLC0415 - the render pool has none

    for name, attributes in monkey.saved.items():
        module = sys.modules.get(name)
        if module is None or not isinstance(attributes, dict):
            continue
        for attribute, original in attributes.items():
            if callable(original) and getattr(module, attribute, None) is not original:
                yield original
