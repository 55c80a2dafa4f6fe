"""Moves as calls: rows with the moves they offer, the fields of each, and their history."""

from django.urls import path
from rest_framework.response import Response

from organizations.endpoints import DetailEndpoint, Endpoint, ListEndpoint, answer
from organizations.inputs import checked, complete, described, field_facts
from organizations.pages import own
from organizations.schema import FIELDS, FORM, ONCE, Operation, object_of, parameter
from organizations.shapes import Shape
from workflow.api.answers import once
from workflow.models import Event

MOVES = {
    "type": "array",
    "description": "现在可以进行的操作；missing 不为空时说明还缺什么",
    "items": {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("name", "label", "missing", "url")} | {"fields": FIELDS},
        "required": ["name", "label", "missing", "url", "fields"],
    },
}
MADE = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "state": {"type": "string"},
        "state_label": {"type": "string"},
        "version": {"type": "integer"},
        "created": {"type": "string", "format": "uuid", "nullable": True, "description": "这次操作新建的记录"},
    },
    "required": ["id", "state", "state_label", "version", "created"],
}
IF_MATCH = parameter("If-Match", {"type": "string", "pattern": r'^"?[0-9]{1,9}"?$'}, "您看到的版本，也可写在 version 字段", place="header")


class MovedEndpoint(Endpoint):
    """What detail and moves of a model share: its `flow`, its forms by move, its part of the address, the `related` rows it needs."""

    flow = None
    forms = {}
    base = ""
    related = ("jurisdiction",)

    def find(self, public_id):
        return own(self.flow.model.objects.select_related(*self.related), self.request.user, public_id)

    def address(self, row, name):
        return f"/api/v1/{self.base}/{row.public_id}/act/{name}/"


class MovedDetail(MovedEndpoint, DetailEndpoint):
    """A row with `moves`: what this person may do now, what is still missing for it, and the fields to send.

    A subclass may add keys in `extend` and documents them in `more` ({name: schema}).
    """

    more = {}

    def get(self, request, public_id):
        self.query()
        obj = self.find(public_id)
        row = self.row(self.shape.model.objects.filter(pk=obj.pk))
        self.extend(row, obj)
        row["moves"] = [self.move(obj, move, missing) for move, missing in self.flow.offered(obj, request.user)]
        response = answer(row)
        response["ETag"] = f'"{obj.version}"'
        return response

    def extend(self, row, obj):
        """Add to `row` (a dict) what depends on the person."""

    def move(self, obj, move, missing):
        return {
            "name": move.name,
            "label": move.label,
            "missing": missing,
            "url": self.address(obj, move.name),
            "fields": field_facts(self.forms[move.name], obj, self.request.user),
        }

    def operation(self, method):
        document = self.shape.document
        shown = document["properties"] | self.more | {"moves": MOVES}
        return Operation(self.label, {200: document | {"properties": shown, "required": list(shown)}}, refusals=(400, 401, 404))


class ActEndpoint(MovedEndpoint):
    """One move: GET tells the fields with their present values and choices, POST makes it."""

    move = ""

    def get(self, request, public_id):
        self.query()
        obj = self.find(public_id)
        move = self.flow.require(obj, self.move, request.user)
        form = self.forms[self.move](obj=obj, by=request.user)
        shown = {"name": move.name, "label": move.label, "intro": str(form.intro), "missing": move.missing(obj)}
        return answer(shown | {"fields": described(form)})

    def post(self, request, public_id):
        """Raises NotFound, Forbidden, Refused, ValidationError; answers the row's new state and version."""
        self.query()
        return once(request, lambda: self.make(request, public_id))

    def make(self, request, public_id):
        obj = self.find(public_id)
        self.flow.require(obj, self.move, request.user)
        form = complete(self.forms[self.move](obj=obj, by=request.user), request)
        result = form.run()
        checked(form)
        return Response(self.made(obj, result))

    def made(self, obj, result):
        """What came of the move: the row's state and version, and the id of what was created."""
        same = isinstance(result, type(obj)) and result.pk == obj.pk
        if not same:
            obj.refresh_from_db(fields=["state", "version"])
        row = result if same else obj
        return {
            "id": row.public_id,
            "state": row.state,
            "state_label": row.get_state_display(),
            "version": row.version,
            "created": None if same else getattr(result, "public_id", None),
        }

    def operation(self, method):
        label = self.flow.moves[self.move].label
        if method == "GET":
            return Operation(f"{label}：要填什么", {200: FORM}, refusals=(400, 401, 403, 404, 409))
        return posting(label, {200: MADE}, self.forms[self.move].base_fields, versioned=True)


def posting(label, answers, fields, *, versioned=False, media=("application/json", "multipart/form-data")):
    """The `Operation` of a POST whose body are these form fields."""
    parameters = [ONCE, IF_MATCH] if versioned else [ONCE]
    refusals = (400, 401, 403, 404, 409, *((412,) if versioned else ()), 413, 415, 422)
    return Operation(label, answers, parameters, dict.fromkeys(media, object_of(fields)), refusals)


def moved(base, listed, detail, act, forms, **options):
    """The addresses of a model with a move table: its list, a row, the moves of `forms`; `options` are the list's own."""
    row = f"{base}/<uuid:public_id>/"
    moves = [path(f"{row}act/{name}/", act.as_view(move=name)) for name in forms]
    return [path(f"{base}/", listed.as_view(**options)), path(row, detail.as_view()), *moves]


EVENT = Shape(Event, "label move from_state to_state on recorded_at reason by=by_name acting_for=acting_for__name")


class HistoryEndpoint(ListEndpoint):
    """What happened to one row, newest first, for all who may see the row."""

    shape = EVENT
    model = None

    def queryset(self):
        return self.events(own(self.model.objects, self.request.user, self.kwargs["public_id"]))

    def events(self, subject):
        """The events of the row that this person may see."""
        return Event.objects.of(subject)

    def operation(self, method):
        listed = super().operation(method)
        return Operation(listed.summary, listed.answers, listed.parameters, refusals=(400, 401, 404))
