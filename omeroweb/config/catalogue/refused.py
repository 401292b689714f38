"""Names of earlier releases, refused because what they were meant to do would not happen."""

from omeroweb.config.property import Refused

REFUSED: tuple[Refused, ...] = (
    Refused("omero.web.force_script_name", "omero.web.prefix", "it takes the same value", "server"),
    Refused("omero.web.email_host", "omero.mail.host", "it takes the same value", "email"),
    Refused(
        "omero.web.email_host_password", "omero.mail.password", "it takes the same value", "email"
    ),
    Refused("omero.web.email_host_user", "omero.mail.username", "it takes the same value", "email"),
    Refused("omero.web.email_port", "omero.mail.port", "it takes the same value", "email"),
    Refused(
        "omero.web.email_subject_prefix",
        "omero.web.admins.email_subject_prefix",
        "it takes the same value",
        "email",
    ),
    Refused(
        "omero.web.email_use_tls",
        "omero.mail.smtp.starttls.enable",
        "it takes the same value",
        "email",
    ),
    Refused("omero.web.server_email", "omero.mail.from", "it takes the same value", "email"),
    Refused(
        "omero.web.send_broken_link_emails",
        "omero.web.middleware",
        'append {"index": 1, "class": "django.middleware.common.BrokenLinkEmailsMiddleware"} to it',
        "email",
    ),
    Refused(
        "omero.web.viewer.initial_zoom_level",
        "omero.client.viewer.initial_zoom_level",
        "it takes the same value",
        "pages",
    ),
    Refused(
        "omero.web.plate_download.enabled",
        "omero.policy.binary_access",
        "it names plate with + or -",
        "download",
    ),
)

SUCCESSORS: dict[str, Refused] = {refused.name: refused for refused in REFUSED}
