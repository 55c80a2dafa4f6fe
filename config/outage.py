"""What a request is told when something broke: a database that is away, full or held up passes, and is said as such with 503."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

RETRY_AFTER = "5"  # seconds
SENTENCES = {
    HTTPStatus.SERVICE_UNAVAILABLE: "数据库暂时没有应答或正忙，您的改动没有保存，请过一会儿再试。",
    HTTPStatus.INTERNAL_SERVER_ERROR: "系统处理时出错，您的改动没有保存。请稍后重试；如果仍不行，请把时间和所做的操作告诉系统管理员。",
}


def server_error(request):
    """A page, or JSON for programs, that needs no database: 503 with Retry-After where the database did not serve in time, else 500."""
    passes = isinstance(sys.exception(), OperationalError | InterfaceError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if passes else HTTPStatus.INTERNAL_SERVER_ERROR
    headers = {"Retry-After": RETRY_AFTER} if passes else {}
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": SENTENCES[status]}, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
    shown = render_to_string("500.html", {"passes": passes, "sentence": SENTENCES[status]})
    return HttpResponse(shown, status=status, headers=headers)
