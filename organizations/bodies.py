"""Reading what a program sends: JSON strictly, forms, and no text that the database cannot hold."""

import json
import math

import orjson
from rest_framework import exceptions, parsers, renderers, status

LIMIT = 12 * 1024 * 1024
DEEPEST = 50
LARGEST = 2**63 - 1


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"提交的内容超过 {LIMIT // 1024 // 1024} MB。"


def check(value, depth=0):
    """Raise ParseError with a Chinese sentence for a value that cannot be stored: NUL, half characters, huge numbers, too deep."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float | int) and not (-LARGEST <= value <= LARGEST and math.isfinite(value)):
        raise exceptions.ParseError("提交的内容里有超出范围的数。")
    elif isinstance(value, dict | list):
        if depth >= DEEPEST:
            raise exceptions.ParseError(f"提交的 JSON 嵌套超过 {DEEPEST} 层。")
        entries = [*value, *value.values()] if isinstance(value, dict) else value
        for entry in entries:
            check(entry, depth + 1)


def _check_text(text):
    if "\x00" in text:
        raise exceptions.ParseError("提交的文字里有不能保存的字符（NUL）。")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise exceptions.ParseError("提交的文字里有不完整的字符。") from None


def _once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise exceptions.ParseError("提交的 JSON 里同一个字段写了两次。")
    return found


def _refuse(word):
    raise exceptions.ParseError(f"提交的 JSON 里有 {word}，这不是数。")


class JSONParser(parsers.BaseParser):
    """A JSON object, as the standard writes it: UTF-8, each key once, plain numbers, not too deep."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        raw = stream.read(LIMIT + 1)
        if len(raw) > LIMIT:
            raise TooLarge
        try:
            found = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise exceptions.ParseError("提交的内容不是正确的 JSON（UTF-8）。") from None
        if not isinstance(found, dict):
            raise exceptions.ParseError("提交的内容应为 JSON 对象，如 {“title”: “…”}。")
        check(found)
        return found


class FormParser(parsers.MultiPartParser):
    """multipart/form-data, for moves with files."""

    def parse(self, stream, media_type=None, parser_context=None):
        found = super().parse(stream, media_type, parser_context)
        check(dict(found.data.lists()))
        return found


class JSONRenderer(renderers.BaseRenderer):
    """JSON by orjson, UTF-8, keys in order, so that an answer that was kept is the same bytes when it is given again."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else orjson.dumps(data, default=str, option=orjson.OPT_SORT_KEYS)
