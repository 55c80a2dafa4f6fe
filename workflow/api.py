"""What every endpoint shares: refusals as answers, idempotency keys, moves as calls."""

import hashlib

import orjson
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, InternalError, transaction
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from workflow.models import ApiCall
from workflow.refusals import Forbidden, Refused


def exception_handler(exception, context):
    """Refusals become 409 (403 where the person may not) with their sentence, database refusals 409, bad values 400."""
    if isinstance(exception, Refused):
        code = status.HTTP_403_FORBIDDEN if isinstance(exception, Forbidden) else status.HTTP_409_CONFLICT
        return Response({"detail": str(exception)}, status=code)
    if isinstance(exception, ValidationError):
        return default_handler(exceptions.ValidationError(_messages(exception)), context)
    if isinstance(exception, IntegrityError | InternalError):
        return Response({"detail": "数据与已有记录冲突，没有保存。"}, status=status.HTTP_409_CONFLICT)
    if isinstance(exception, DataError | OverflowError):
        return Response({"detail": "提交的值超出允许的范围。"}, status=status.HTTP_400_BAD_REQUEST)
    return default_handler(exception, context)


def _messages(error):
    return error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages}


def once(request, act):
    """Answer `act()` (a callable that returns a Response), at most once per `Idempotency-Key` of the person.

    The same key with the same body gets the first answer again; with another body 422. Without a key it simply acts.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if len(key) > 100:
        raise exceptions.ValidationError({"detail": "Idempotency-Key 不能超过 100 个字符。"})
    digest = hashlib.sha256(
        request.path.encode() + b"\n" + orjson.dumps(request.data, default=str, option=orjson.OPT_SORT_KEYS)
    ).hexdigest()
    with transaction.atomic():
        ApiCall.objects.bulk_create([ApiCall(person=request.user, key=key, digest=digest)], ignore_conflicts=True)
        call = ApiCall.objects.select_for_update().get(person=request.user, key=key)
        if call.digest != digest:
            return Response({"detail": "同一个 Idempotency-Key 已用于另一次提交。"}, status=status.HTTP_422_UNPROCESSABLE_ENTITY)
        if call.status is None:
            response = act()
            call.status, call.body = response.status_code, orjson.loads(orjson.dumps(response.data, default=str))
            call.save(update_fields=["status", "body"])
        return Response(call.body, status=call.status)
