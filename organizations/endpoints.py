"""What every endpoint is made of: lists read page by page as one SQL statement, single rows, rooms' own answers."""

from copy import copy
from functools import lru_cache
from urllib.parse import urlencode

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.views import APIView

from organizations.schema import Operation, document_of, parameter
from organizations.statements import NUMBER

PAGE, LONGEST = 50, 200
ANYTHING = "*/*"
PAGING = (
    parameter("limit", {"type": "integer", "minimum": 1, "maximum": LONGEST}, f"每页条数，默认 {PAGE}，最多 {LONGEST}"),
    parameter("after", {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}, "续页标记，取自上一页的 next"),
)


def wrong(**errors):
    """The exception for wrong input: `wrong(limit="…")` becomes 400 with {field: [sentence]}."""
    return exceptions.ValidationError({name: [sentence] for name, sentence in errors.items()})


def takes_nothing(request):
    """Raise ValidationError for fields sent to a call that has none."""
    if request.data:
        raise wrong(**dict.fromkeys(request.data, "没有这个字段。"))


def answer(data, status=200):
    """A JSON answer of data that orjson can write."""
    return HttpResponse(orjson.dumps(data), content_type="application/json", status=status)


def plain(rows):
    """Rows of a `Shape` without their row numbers."""
    for row in rows:
        del row["_row"]
    return rows


class Endpoint(APIView):
    """One address of the API. `tag`: the part of the documentation it stands in; `label`: what it is, in Chinese.

    `once(request, act)` answers `act()` once per idempotency key; the rooms to the right of organizations have their own.
    """

    tag = ""
    label = ""
    once = None

    def perform_content_negotiation(self, request, force=False):
        """JSON for whoever takes anything; what else is asked for is weighed against it, and refused (406) where it does not fit."""
        if request.META.get("HTTP_ACCEPT", ANYTHING) == ANYTHING:
            renderer = self.get_renderers()[0]
            return renderer, renderer.media_type
        return super().perform_content_negotiation(request, force)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def operation(self, method):
        """What the documentation says of `method`, as an `Operation`."""
        raise NotImplementedError

    def query(self, *names):
        """The query parameters as a dict; raises ValidationError for one that is not in `names` or holds what no text may."""
        given = self.request.query_params
        for name, value in given.items():
            if name not in names:
                raise exceptions.ValidationError({name: ["没有这个查询参数。"]})
            if "\x00" in value:
                raise exceptions.ValidationError({name: ["有不能识别的字符。"]})
        return given


def page_of(query):
    """(limit, after) of a request's query; raises ValidationError with a sentence for values that are no plain numbers in range."""
    limit, after = query.get("limit", str(PAGE)), query.get("after", "")
    if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= LONGEST):
        raise wrong(limit=f"limit 应为 1 到 {LONGEST} 的整数。")
    if after and not (after.isascii() and after.isdigit() and len(after) < 19):
        raise wrong(after="after 应为上一页 next 中给出的续页标记。")
    return int(limit), int(after) if after else None


def page_rows(queryset, limit, after):
    """The newest rows older than row number `after`, one more than `limit`."""
    if after:
        queryset = queryset.filter(pk__lt=after)
    return queryset.order_by("-pk")[: limit + 1]


@lru_cache(maxsize=1024)
def statement_of(shape, person, grants, day, paged, limit):
    """The statement of a page of all that `person` may see, with NUMBER in the place of the row it goes on from.

    What a person may see depends on who he is, on his posts and on the day; these are the key, so that the statement is written
    once for each and never used for anybody else.
    """
    return shape.statement(page_rows(shape.model.objects.visible_to(person), limit, NUMBER if paged else None))


class ListEndpoint(Endpoint):
    """A list, newest first: `shape` says what of each row is shown, `filters` (a FilterSet) by what it can be narrowed."""

    shape = None
    filters = None

    def queryset(self):
        """The rows this person may see."""
        return self.shape.model.objects.visible_to(self.request.user)

    def get(self, request, **kwargs):
        """One page: {"results": […], "next": address of the following page or null}."""
        return answer(self.page())

    def page(self):
        query = self.query("limit", "after", *(self.filters.base_filters if self.filters else ()))
        limit, after = page_of(query)
        if len(query) > ("limit" in query) + ("after" in query):
            rows = self.shape.rows(page_rows(self.narrowed(self.queryset(), query), limit, after))
        elif type(self).queryset is ListEndpoint.queryset:
            rows = self._plain_rows(limit, after)
        else:
            rows = self.shape.rows(page_rows(self.queryset(), limit, after))
        more = len(rows) > limit
        next_page = self._next(query, rows[limit - 1]["_row"]) if more else None
        return {"results": plain(rows[:limit]), "next": next_page}

    def _plain_rows(self, limit, after):
        """The rows of a page of all this person may see, by a statement written once for his posts."""
        person = self.request.user
        statement = statement_of(self.shape, person, person.access.grants, timezone.localdate(), bool(after), limit)
        return self.shape.run(statement, {NUMBER: after})

    def narrowed(self, queryset, query):
        filterset = self.filters(query, queryset=queryset, request=self.request)
        if not filterset.is_valid():
            raise exceptions.ValidationError(filterset.errors)
        return filterset.qs

    def objects_page(self, query, rows, limit, after):
        """(the objects of one page of the queryset `rows`, address of the following page or None)."""
        found = list(page_rows(rows, limit, after))
        return found[:limit], self._next(query, found[limit - 1].pk) if len(found) > limit else None

    def _next(self, query, row):
        kept = [(name, value) for name, values in query.lists() for value in values if name != "after"]
        return f"{self.request.path}?{urlencode([*kept, ('after', row)])}"

    def operation(self, method):
        filters = self.filters.base_filters if self.filters else {}
        # a filter keeps the field it was asked for; the filters of requests are made from these and must not inherit it
        narrowing = [parameter(name, document_of(copy(each).field), str(each.label or "")) for name, each in filters.items()]
        return Operation(self.label, {200: page_document(self.shape.document)}, [*PAGING, *narrowing], refusals=(400, 401, 403))


def page_document(row):
    """The schema of one page of rows."""
    return {
        "type": "object",
        "properties": {"results": {"type": "array", "items": row}, "next": {"type": "string", "nullable": True}},
        "required": ["results", "next"],
    }


class DetailEndpoint(Endpoint):
    """One row, found by its `public_id` (or its number `pk`) among those this person may see; 404 for any other."""

    shape = None

    def queryset(self):
        return self.shape.model.objects.visible_to(self.request.user)

    def get(self, request, **key):
        self.query()
        return answer(self.row(self.queryset().filter(**key)))

    def row(self, queryset):
        """The only row of `queryset` as a dict. Raises Http404 where there is none."""
        rows = self.shape.rows(queryset)
        if not rows:
            raise Http404
        return plain(rows)[0]

    def operation(self, method):
        return Operation(self.label, {200: self.shape.document}, refusals=(400, 401, 404))
