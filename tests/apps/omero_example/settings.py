"""Properties of the app: omero.web.example.* -> settings of Django."""

CUSTOM_SETTINGS_MAPPINGS = {
    "omero.web.example.greeting": ["EXAMPLE_GREETING", "Hello", str, "What the page says."],
    "omero.web.example.times": ["EXAMPLE_TIMES", 1, int, "How often."],
}
