"""The OpenAPI schema: each endpoint describes its own operations; form fields and columns become JSON Schema."""

from dataclasses import dataclass, field

from django import forms
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

SENTENCE = {
    "type": "object",
    "properties": {"detail": {"type": "string", "description": "说明原因的一句话"}},
    "required": ["detail"],
}
ERRORS = {"type": "object", "additionalProperties": {"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}}
ANSWERS = {
    400: ("提交的内容有误：{字段: [说明]}", ERRORS),
    401: ("没有登录，或访问令牌无效", SENTENCE),
    403: ("没有权限", SENTENCE),
    404: ("没有找到，或者无权查看", SENTENCE),
    409: ("现在不能这样做，说明原因", SENTENCE),
    412: ("If-Match 的版本已经过时", SENTENCE),
    413: ("提交的内容太大", SENTENCE),
    415: ("提交的内容类型不受支持", SENTENCE),
    422: ("同一个 Idempotency-Key 已用于另一次提交", SENTENCE),
}
CREATING = (400, 401, 403, 409, 413, 415, 422)
FIELDS = {"type": "array", "items": {"type": "object", "additionalProperties": True}}
FORM = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("name", "label", "intro", "missing")} | {"fields": FIELDS},
    "required": ["name", "label", "intro", "missing", "fields"],
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 100},
    "description": "同一个键只办一次，重复提交得到同样的回答",
    "required": False,
}
PLAIN = (
    (forms.BooleanField, {"type": "boolean"}),
    (forms.IntegerField, {"type": "integer"}),
    (forms.DateTimeField, {"type": "string", "format": "date-time"}),
    (forms.DateField, {"type": "string", "format": "date"}),
    (forms.UUIDField, {"type": "string", "format": "uuid"}),
    (forms.FileField, {"type": "string", "format": "binary"}),
    (forms.JSONField, {"type": "object"}),
)


class Bytes:
    """An answer that is a file of one of these media types."""

    def __init__(self, media):
        self.media = tuple(dict.fromkeys(kind.split(";")[0] for kind in media))


@dataclass(frozen=True)
class Operation:
    """One method of an endpoint: a Chinese summary, its query and header parameters, its bodies by media type, its answers.

    `answers`: {status: schema}; a schema of None is an answer without a body, `Bytes` one that is a file.
    """

    summary: str
    answers: dict
    parameters: list = field(default_factory=list)
    bodies: dict = field(default_factory=dict)
    refusals: tuple = (401, 403)


def parameter(name, schema, text="", *, place="query"):
    """An optional parameter of an operation."""
    return {"name": name, "in": place, "schema": schema, "description": text, "required": False}


def key_of(model):
    """The column by which the API names rows of a model."""
    return "public_id" if any(column.name == "public_id" for column in model._meta.fields) else "pk"


def document_of(entry):
    """The JSON Schema of a form field; a field of our own says it itself as `json_schema`."""
    schema = dict(getattr(entry, "json_schema", None) or _known(entry))
    texts = [str(text) for text in (entry.label, entry.help_text) if text]
    if texts:
        schema["description"] = "。".join(texts)
    if getattr(entry, "max_length", None) and schema.get("type") == "string":
        schema["maxLength"] = entry.max_length
    for name, word in (("min_value", "minimum"), ("max_value", "maximum")):
        if getattr(entry, name, None) is not None and schema.get("type") == "integer":
            schema[word] = getattr(entry, name)
    return schema


def _known(entry):
    if isinstance(entry, forms.ModelMultipleChoiceField):
        return {"type": "array", "items": _row(entry)}
    if isinstance(entry, forms.ModelChoiceField):
        return _row(entry)
    if isinstance(entry, forms.TypedChoiceField) and entry.coerce is bool:
        return {"type": "boolean"}
    if isinstance(entry, forms.MultipleChoiceField):
        return {"type": "array", "items": {"type": "string"} | _offered(entry)}
    if isinstance(entry, forms.ChoiceField):
        return {"type": "string"} | _offered(entry)
    return next((schema for kind, schema in PLAIN if isinstance(entry, kind)), {"type": "string"})


def _offered(entry):
    """The values a field of choices offers; none where they depend on the row and are told with its move."""
    offered = [str(value) for value, _ in iter(entry.choices)]  # no truth of its own: a filter's choices may be a function
    return {"enum": offered} if offered else {}


def _row(entry):
    name = entry.to_field_name or key_of(entry.queryset.model)
    if name == "pk":
        return {"type": "integer"}
    return {"type": "string", "format": "uuid"} if name == "public_id" else {"type": "string"}


def object_of(fields):
    """The JSON Schema of an object with these form fields ({name: field}) and no others."""
    shown = {name: document_of(entry) for name, entry in fields.items()}
    needed = [name for name, entry in fields.items() if entry.required]
    return {"type": "object", "properties": shown, "additionalProperties": False} | ({"required": needed} if needed else {})


class EndpointSchema(AutoSchema):
    """Turns what an endpoint says of itself (`operation(method)`) into an OpenAPI operation."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        if not hasattr(self.view, "operation"):
            return None
        self.path, self.path_regex, self.path_prefix, self.method, self.registry = path, path_regex, path_prefix, method, registry
        operation = self.view.operation(method)
        found = {
            "operationId": self.get_operation_id(),
            "summary": operation.summary,
            "tags": [self.view.tag],
            "parameters": [*self._path_parameters(), *operation.parameters],
            "security": self.get_auth(),
            "responses": self._answers(operation),
        }
        if operation.bodies:
            found["requestBody"] = {"content": {media: {"schema": schema} for media, schema in operation.bodies.items()}}
        return found

    def get_operation_id(self):
        words = ["one" if "{" in word else word.replace("-", "_") for word in self.path.strip("/").split("/")[2:]]
        return "_".join([self.method.lower(), *words])

    def _path_parameters(self):
        variables = [part.strip("{}") for part in self.path.split("/") if part.startswith("{")]
        return self._resolve_path_parameters(variables)

    def _answers(self, operation):
        found = {str(status): _answer("成功", schema) for status, schema in operation.answers.items()}
        return found | {str(status): _answer(*ANSWERS[status]) for status in operation.refusals}


def _answer(text, schema):
    if schema is None:
        return {"description": text}
    if isinstance(schema, Bytes):
        return {"description": text, "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in schema.media}}
    return {"description": text, "content": {"application/json": {"schema": schema}}}


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "organizations.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "访问令牌：Authorization: Bearer <令牌>"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "organizations.tokens.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "网页登录后的会话；提交时须带 X-CSRFToken"}
