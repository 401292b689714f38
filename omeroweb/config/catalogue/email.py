"""Mails to administrators about errors."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property

ADMINS = Property(
    "omero.web.admins",
    "[]",
    parsers.names_and_addresses,
    "Who gets a mail about an error of the site: [[name, address], ...]; needs omero.mail.host.",
    "email",
)
ADMINS_SUBJECT_PREFIX = Property(
    "omero.web.admins.email_subject_prefix",
    "[OMERO.web - admin notification]",
    parsers.text,
    "Start of the subject of those mails.",
    "email",
)
MAIL_HOST = Property(
    "omero.mail.host",
    None,
    parsers.text,
    "SMTP server. Unset: no mail is sent.",
    "email",
)
MAIL_PORT = Property("omero.mail.port", "25", parsers.port, "Port of the SMTP server.", "email")
MAIL_USER = Property("omero.mail.username", None, parsers.text, "User of the SMTP server.", "email")
MAIL_PASSWORD = Property(
    "omero.mail.password",
    None,
    parsers.text,
    "Password of that user.",
    "email",
    is_secret=True,
)
MAIL_STARTTLS = Property(
    "omero.mail.smtp.starttls.enable",
    "false",
    parsers.boolean,
    "Speak STARTTLS with the SMTP server.",
    "email",
)
MAIL_FROM = Property(
    "omero.mail.from",
    "root@localhost",
    parsers.text,
    "Sender of those mails.",
    "email",
    differs=Differs("unset", "Django's own default, said openly"),
)
