"""The middleware of the site: the configured one, completed by what it cannot do without."""

from collections.abc import Sequence

CORS = "corsheaders.middleware.CorsMiddleware"

# In the order in which they belong.
NEEDED = (
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
)
# Headers for other sites go on every answer, also on static files and redirects.
NEEDED_WITH_CORS = (NEEDED[0], CORS, *NEEDED[1:])

FIRST = "omeroweb.http.health.HealthMiddleware"

# Next to the views: errors become answers, and every request gets its gateway.
OWN = (
    "omeroweb.http.middleware.ReleaseMiddleware",
    "omeroweb.http.middleware.ErrorMiddleware",
    "omeroweb.http.middleware.GatewayMiddleware",
)


# Of a request for a picture, none of these looks at more than the headers, or adds to the answer
# what follows from more.
PLAIN = frozenset((FIRST, *NEEDED, "django.middleware.clickjacking.XFrameOptionsMiddleware", *OWN))


def middleware(configured: Sequence[str], *, with_cors: bool) -> list[str]:
    """Dotted paths from the outermost to the innermost; the order of the configured ones stays."""
    classes = [dotted for dotted in configured if dotted not in (FIRST, *OWN)]
    needed = NEEDED_WITH_CORS if with_cors else NEEDED
    for position, dotted in enumerate(needed):
        if dotted not in classes:
            classes.insert(_place(classes, needed[position + 1 :]), dotted)
    return [FIRST, *classes, *OWN]


def _place(classes: Sequence[str], later: Sequence[str]) -> int:
    """Before the first of those that come later, else at the end."""
    return next((n for n, dotted in enumerate(classes) if dotted in later), len(classes))
