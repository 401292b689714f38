"""Properties that are taken from existing installations and change nothing here, and why."""

from omeroweb.config.property import WithoutEffect

ONE_STORE = "there is no second server behind the site whose session could be shared"
NO_MAIL_TO_USERS = "no mail is sent to users"
NO_BUNDLES = "static files are served one by one under hashed names; nothing is bundled"
NO_HOME = "this site never calls another one"
NO_DESKTOP = "there is no server that desktop clients could log in to"
NO_SEARCH = "there is no search page yet"
NO_ANNOTATIONS = "pages show no annotations yet"
NO_PANELS = "pages have no panels for plug-ins yet"
OF_SERVER = "belongs to OMERO.server"
OF_CLIENT = "a setting that OMERO.server hands to its clients; our pages do not use it"

WITHOUT_EFFECT: tuple[WithoutEffect, ...] = (
    # --- server
    WithoutEffect(
        "omero.web.secure", "false", "the embedded store is reached over no network", "server"
    ),
    WithoutEffect(
        "omero.web.check_version", "true", "the embedded store is of the same version", "login"
    ),
    WithoutEffect(
        "omero.web.public.password", "unset", "the public user has no password", "public"
    ),
    WithoutEffect(
        "omero.web.public.server_id", "1", "there is one server, the embedded store", "public"
    ),
    WithoutEffect("omero.web.public.cache.enabled", "false", ONE_STORE, "public"),
    WithoutEffect("omero.web.public.cache.key", "omero.web.public.cache.key", ONE_STORE, "public"),
    WithoutEffect("omero.web.public.cache.timeout", "86400", ONE_STORE, "public"),
    WithoutEffect(
        "omero.web.webgateway_cache", "unset", "rendered pictures are not kept on disk", "store"
    ),
    # --- static files
    WithoutEffect("omero.web.pipeline_css_compressor", "unset", NO_BUNDLES, "static"),
    WithoutEffect("omero.web.pipeline_js_compressor", "unset", NO_BUNDLES, "static"),
    WithoutEffect(
        "omero.web.pipeline_staticfile_storage",
        "pipeline.storage.PipelineStorage",
        NO_BUNDLES,
        "static",
    ),
    # --- pages
    WithoutEffect("omero.web.ui.metadata_panes", "seven panes", NO_ANNOTATIONS, "pages"),
    WithoutEffect("omero.web.ui.center_plugins", "[]", NO_PANELS, "plugins"),
    WithoutEffect("omero.web.ui.right_plugins", "Acquisition, Preview", NO_PANELS, "plugins"),
    WithoutEffect(
        "omero.web.mapr.config",
        "by the app",
        "belongs to the app omero-mapr, which reads it once it is in `omero.web.apps`",
        "plugins",
    ),
    WithoutEffect("omero.web.search.default_group", "0", NO_SEARCH, "pages"),
    WithoutEffect("omero.web.search.default_user", "0", NO_SEARCH, "pages"),
    # --- login
    WithoutEffect(
        "omero.web.login.client_downloads_base", "ome/omero-insight", NO_DESKTOP, "login"
    ),
    WithoutEffect("omero.web.login.show_client_downloads", "true", NO_DESKTOP, "login"),
    WithoutEffect("omero.web.show_forgot_password", "true", NO_MAIL_TO_USERS, "login"),
    # --- downloads
    WithoutEffect(
        "omero.client.download_as.max_size",
        "144000000",
        "`omero.web.render_max_pixels` limits pictures",
        "download",
    ),
    # --- other sites
    WithoutEffect("omero.web.feedback.comment.enabled", "true", NO_HOME, "pages"),
    WithoutEffect("omero.web.feedback.error.enabled", "true", NO_HOME, "pages"),
    WithoutEffect("omero.web.upgrades.url", "unset", NO_HOME, "pages"),
    WithoutEffect("omero.qa.feedback", "http://qa.openmicroscopy.org.uk", NO_HOME, "pages"),
    WithoutEffect("omero.upgrades.url", "http://upgrade.openmicroscopy.org.uk", NO_HOME, "pages"),
    # --- OMERO.server
    WithoutEffect("omero.client.icetransports", "ssl,tcp", OF_SERVER, "server"),
    WithoutEffect("omero.client.web.host", "empty", OF_SERVER, "server"),
    WithoutEffect("omero.ports.ws", "4065", OF_SERVER, "server"),
    WithoutEffect("omero.ports.wss", "4066", OF_SERVER, "server"),
    WithoutEffect("omero.glacier2.IceSSL.Ciphers", "by the server", OF_SERVER, "server"),
    WithoutEffect("omero.mail.config", "false", NO_MAIL_TO_USERS, "email"),
    WithoutEffect(
        "omero.mail.smtp.auth",
        "false",
        "a login is made where `omero.mail.username` is set",
        "email",
    ),
    WithoutEffect("omero.client.scripts_to_ignore", "six scripts", "there are no scripts", "pages"),
    WithoutEffect("omero.client.ui.menu.dropdown.colleagues.enabled", "true", OF_CLIENT, "pages"),
    WithoutEffect("omero.client.ui.menu.dropdown.colleagues.label", "Members", OF_CLIENT, "pages"),
    WithoutEffect("omero.client.ui.menu.dropdown.everyone.enabled", "true", OF_CLIENT, "pages"),
    WithoutEffect(
        "omero.client.ui.menu.dropdown.everyone.label", "All Members", OF_CLIENT, "pages"
    ),
    WithoutEffect("omero.client.ui.menu.dropdown.leaders.enabled", "true", OF_CLIENT, "pages"),
    WithoutEffect("omero.client.ui.menu.dropdown.leaders.label", "Owners", OF_CLIENT, "pages"),
    WithoutEffect("omero.client.ui.tree.orphans.description", "by the server", OF_CLIENT, "pages"),
    WithoutEffect("omero.client.ui.tree.orphans.enabled", "true", OF_CLIENT, "pages"),
    WithoutEffect("omero.client.ui.tree.orphans.name", "Orphaned Images", OF_CLIENT, "pages"),
    WithoutEffect("omero.client.ui.tree.type_order", "tagset, tag, project, …", OF_CLIENT, "pages"),
)
