"""The answer to a request whose CSRF token is missing or wrong."""

from django.http import HttpRequest, JsonResponse


def failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    return JsonResponse({"message": f"CSRF Failed: {reason}"}, status=403)
