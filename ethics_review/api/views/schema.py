"""The schema (OpenAPI 3.1), and a page that shows its operations without a script and without the internet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

METHODS = ("get", "post", "put", "patch", "delete")


class Schema(SpectacularAPIView):
    """Open to everybody: it says what may be asked, not what is known."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer]


def docs(request: HttpRequest) -> HttpResponse:
    """Every operation in one table: what it is for, what it takes, what it answers."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    operations = [
        _shown(method, path, calls[method])
        for path, calls in sorted(schema["paths"].items())
        for method in METHODS
        if method in calls
    ]
    return render(request, "api/docs.html", {"operations": operations, "info": schema["info"]})


def _shown(method: str, path: str, call: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": call["operationId"],
        "method": method.upper(),
        "path": path,
        "said": call.get("description", ""),
        "parameters": [(one["name"], one["in"], one.get("description", "")) for one in call.get("parameters", [])],
        "takes": sorted(call.get("requestBody", {}).get("content", {})),
        "answers": [(status, answer.get("description", "")) for status, answer in sorted(call["responses"].items())],
    }
