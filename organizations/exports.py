"""Endpoints of lists as files: what goes out of any list, and what comes in, as a trial unless it is to be applied."""

from rest_framework import exceptions
from rest_framework.response import Response

import tables
from organizations.endpoints import Endpoint, ListEndpoint, wrong
from organizations.inputs import filled
from organizations.schema import CREATING, ONCE, Bytes, Operation, object_of, parameter
from organizations.table_forms import TableFileForm

TABLES = Bytes(tables.TYPES.values())
FORMAT = parameter("format", {"type": "string", "enum": list(tables.FORMATS)}, "文件格式") | {"required": True}
ERROR = {"type": "object", "properties": {"row": {"type": "integer"}, "column": {"type": "string"}, "message": {"type": "string"}}}
IMPORTED = {
    "type": "object",
    "properties": {
        "applied": {"type": "boolean"},
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "errors": {"type": "array", "items": ERROR},
        "warnings": {"type": "array", "items": ERROR, "description": "不妨碍导入的提示"},
    },
    "required": ["applied", "counts", "errors", "warnings"],
}


def imported(plan, applied):
    """What an import answers: an `ImportPlan` as plain data, and whether it was applied."""
    return {"applied": applied, "counts": plan.counts, "errors": _lines(plan.errors), "warnings": _lines(plan.warnings)}


def _lines(found):
    """[(row, column, sentence)] as objects."""
    return [{"row": row, "column": column, "message": message} for row, column, message in found]


def format_of(query):
    """The file format a query names; raises ValidationError for another."""
    if query.get("format") not in tables.FORMATS:
        raise wrong(format=f"format 应为 {'、'.join(tables.FORMATS)} 之一。")
    return query["format"]


class Export(ListEndpoint):
    """A whole list, filtered as the list itself, as a file: `?format=` xlsx, csv, docx or pdf. `table(queryset)` makes the table."""

    table = None

    def get(self, request):
        query = self.query("format", *(self.filters.base_filters if self.filters else ()))
        kind = format_of(query)
        rows = self.narrowed(self.queryset(), query) if self.filters else self.queryset()
        return tables.response(self.made(rows), kind)

    def made(self, rows):
        """The rows as a table."""
        return type(self).table(rows)

    def operation(self, method):
        listed = super().operation(method)
        narrowing = [each for each in listed.parameters if each["name"] not in ("limit", "after")]
        return Operation(self.label, {200: TABLES}, [FORMAT, *narrowing], refusals=(400, 401, 409))


class Import(Endpoint):
    """Rows of a list from a file; `form`: the class of what is sent, `asked` makes it."""

    form = TableFileForm

    def asked(self):
        return self.form()

    def may(self, person):
        """Whether the person may import here at all."""
        raise NotImplementedError

    def take(self, data, name, apply, **given):
        """The `ImportPlan` of a file (bytes), stored where `apply`; `given`: what else the form asks for."""
        raise NotImplementedError

    def post(self, request):
        self.query()
        return self.once(request, lambda: self.taken(request))

    def taken(self, request):
        if not self.may(request.user):
            raise exceptions.PermissionDenied("您没有权限进行这项操作。")
        given = filled(self.asked(), request.data).cleaned_data
        file, apply = given.pop("file"), given.pop("apply")
        return Response(imported(self.take(file.read(), file.name, apply, **given), apply))

    def operation(self, method):
        bodies = {"multipart/form-data": object_of(self.form.base_fields)}
        return Operation(self.label, {200: IMPORTED}, [ONCE], bodies, refusals=CREATING)
