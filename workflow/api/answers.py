"""Refusals as answers, and calls that act once however often they are sent."""

import hashlib
import json

import pghistory
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import DataError, IntegrityError, InternalError, transaction
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from workflow.models import ApiCall
from workflow.refusals import Forbidden, Refused, Stale


def exception_handler(exception, context):
    """Every refusal as a JSON answer with its sentence: 403 Forbidden, 409 Refused and the database's, 412 for a stale If-Match,
    400 wrong values, 404 for what is missing or not this person's, which look the same."""
    if isinstance(exception, Refused):
        code = status.HTTP_403_FORBIDDEN if isinstance(exception, Forbidden) else status.HTTP_409_CONFLICT
        if isinstance(exception, Stale) and "If-Match" in context["request"].headers:
            code = status.HTTP_412_PRECONDITION_FAILED
        return Response({"detail": str(exception)}, status=code)
    if isinstance(exception, Http404):
        return Response({"detail": "没有找到，或者您无权查看。"}, status=status.HTTP_404_NOT_FOUND)
    if isinstance(exception, ValidationError):
        return default_handler(exceptions.ValidationError(_messages(exception)), context)
    if isinstance(exception, IntegrityError | InternalError):
        return Response({"detail": "数据与已有记录冲突，没有保存。"}, status=status.HTTP_409_CONFLICT)
    if isinstance(exception, DataError | OverflowError | SuspiciousOperation):
        return Response({"detail": "提交的值超出允许的范围。"}, status=status.HTTP_400_BAD_REQUEST)
    return default_handler(exception, context)


def _messages(error):
    return error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages}


def digest_of(request):
    """What was asked, as one number: address, fields and the bytes of files."""
    total = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    data = request.data
    if not hasattr(data, "lists"):
        total.update(json.dumps(data, sort_keys=True).encode())
        return total.hexdigest()
    for name, values in sorted(data.lists()):
        for value in values:
            total.update(f"\n{name}=".encode())
            if hasattr(value, "chunks"):
                total.update(f"{value.name}:".encode() + hashlib.sha256(b"".join(value.chunks())).digest())
                value.seek(0)
            else:
                total.update(str(value).encode())
    return total.hexdigest()


def taken(person, key, digest):
    """The row of this key, locked: made now, or by an earlier call, for whose end this one waits."""
    ApiCall.objects.bulk_create([ApiCall(person=person, key=key, digest=digest)], ignore_conflicts=True)
    return ApiCall.objects.select_for_update(of=("self",)).get(person=person, key=key)


def once(request, act):
    """Answer `act()` (a callable that returns a Response), at most once per `Idempotency-Key` of the person.

    The same key with the same body gets the first answer again; with another body 422. Without a key it simply acts.
    What `act` raises leaves no trace: the key may be used again.
    """
    pghistory.context(person=request.user.pk)
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if len(key) > 100 or not key.isprintable():
        raise exceptions.ValidationError({"Idempotency-Key": ["Idempotency-Key 不能超过 100 个字符，也不能有控制字符。"]})
    digest = digest_of(request)
    with transaction.atomic():
        call = taken(request.user, key, digest)
        if call.digest != digest:
            return Response({"detail": "同一个 Idempotency-Key 已用于另一次提交。"}, status=status.HTTP_422_UNPROCESSABLE_ENTITY)
        if call.status is None:
            response = act()
            call.status, call.body = response.status_code, json.loads(json.dumps(response.data, default=str))
            call.save(update_fields=["status", "body"])
        return Response(call.body, status=call.status)
