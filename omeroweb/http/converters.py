"""Parts of paths: `<number:iid>` in a URL pattern is an id, or a position, that databases can keep.

A longer number is no URL of this site, and so not found.
"""

from django.urls import register_converter


class Number:
    """As many digits as http.params takes."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Number, "number")
