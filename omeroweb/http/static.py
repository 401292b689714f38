"""Static files under names that carry a hash of their content, each also compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Rewrites imports between ES modules, too, so that they name the hashed files."""

    support_js_module_import_aggregation = True
    # A page still renders where static files were not collected (in tests of views).
    manifest_strict = False
