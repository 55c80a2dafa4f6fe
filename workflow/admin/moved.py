"""Rows that move through states: shown read-only, changed by the buttons of their move table, alone or several at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from organizations.admin.acting import Act
from organizations.admin.base import OwnAdmin, ReadOnly
from organizations.admin.trail import LIMIT, Line
from organizations.words import label_of, text_of
from workflow.models import Event

MOST = 100  # rows in one go


def differences(event, model):
    """[(what, before, after)] of an event on a row of `model`, in Chinese."""
    keys = dict.fromkeys([*event.before, *event.after])
    return [(label_of(model, key), *(text_of(model, key, image.get(key)) for image in (event.before, event.after))) for key in keys]


def events_of(obj):
    """The trail of one row as lines of a history page, newest first."""
    rows = Event.objects.of(obj).select_related("acting_for").order_by("-pk")[:LIMIT]
    return [
        Line(
            at=event.recorded_at,
            who=event.by_name + (f"（代{event.acting_for}）" if event.acting_for else ""),
            label=event.label,
            changes=_states(event, type(obj)) + differences(event, type(obj)),
            reason=event.reason,
            where=event.remote_addr,
        )
        for event in rows
    ]


def _states(event, model):
    if event.from_state == event.to_state:
        return []
    return [("状态", text_of(model, "state", event.from_state), text_of(model, "state", event.to_state))]


def has_value(obj, name):
    """Whether a field of a row is filled in; what is no field counts as filled in."""
    return obj is None or getattr(obj, name, "…") not in (None, "")


class MovedAdmin(ReadOnly, OwnAdmin):
    """A register of rows with a move table.

    `flow`: the table; `forms`: {move: form class}; `bulk`: the moves that may be made on several rows at once, those whose form
    does not depend on the row.
    """

    flow, forms, bulk = None, {}, ()

    def get_fieldsets(self, request, obj=None):
        """The facts that are known; an empty one takes no room."""
        sets = super().get_fieldsets(request, obj)
        kept = [(name, options | {"fields": [each for each in options["fields"] if has_value(obj, each)]}) for name, options in sets]
        return [(name, options) for name, options in kept if options["fields"]]

    def acts(self, request, obj):
        return [Act(move.name, move.label, missing) for move, missing in self.flow.offered(obj, request.user) if move.name in self.forms]

    def act_form(self, request, obj, name):
        if name not in self.forms:
            raise Http404
        move = self.flow.moves[name]
        if not move.by(request.user, obj):
            raise PermissionDenied
        return move.label, self.forms[name]

    def act_form_label(self, name):
        return self.flow.moves[name].label

    def act_view(self, request, object_id, name):
        """As in `Acting`; a button of a page that is out of date leads back with the sentence."""
        try:
            return super().act_view(request, object_id, name)
        except (IntegrityError, InternalError):
            self.message_user(request, "数据与已有记录冲突，没有保存。请刷新后核对再试。", messages.ERROR)
            return HttpResponseRedirect(request.path)

    def trail(self, request, obj):
        return events_of(obj)

    def get_actions(self, request):
        """One bulk action per move of `bulk`; the row's own rules decide on each row."""
        names = [name for name in self.bulk if self.has_view_permission(request)]
        return {name: (bulk_action(name), name, self.flow.moves[name].label) for name in names}

    def run_bulk(self, request, queryset, name):
        """First a page with what would happen to each row, then the move on each by itself, with a message per row."""
        rows = list(queryset.order_by("pk")[: MOST + 1])
        if not 0 < len(rows) <= MOST:
            sentence = f"一次最多办理 {MOST} 条，请缩小选择范围。" if rows else "没有找到所选的记录，没有办理。"
            self.message_user(request, sentence, messages.ERROR)
            return None
        fits = [(row, self.flow.obstacle(row, name, request.user)) for row in rows]
        first = next((row for row, obstacle in fits if not obstacle), rows[0])
        if "confirmed" not in request.POST:
            return self.bulk_page(request, name, fits, self.forms[name](obj=first, by=request.user))
        form = self._form(request, first, name)
        if not form.is_valid():
            return self.bulk_page(request, name, fits, form, status=400)
        for row in rows:
            self._run_one(request, row, name)
        return None

    def _form(self, request, row, name):
        data = request.POST.copy()
        data["version"] = request.POST.get(f"version-{row.pk}", "")
        return self.forms[name](data, obj=row, by=request.user)

    def _run_one(self, request, row, name):
        label = self.flow.moves[name].label
        form = self._form(request, row, name)
        try:
            done, _ = form.try_run()
        except (IntegrityError, InternalError):
            done = False
            form.add_error(None, "数据与已有记录冲突，没有保存。")
        if done:
            self.message_user(request, f"{row}：已完成“{label}”。", messages.SUCCESS)
        else:
            reasons = "".join(error for errors in form.errors.values() for error in errors)
            self.message_user(request, f"{row}：没有进行“{label}”。{reasons}", messages.ERROR)

    def bulk_page(self, request, name, fits, form, status=200):
        """The page that shows, before anything is done, which rows will go and which will not."""
        for hidden in form.hidden_fields():
            form.fields.pop(hidden.name)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"批量{self.flow.moves[name].label}",
            "name": name,
            "form": form,
            "fits": fits,
            "going": sum(not obstacle for _, obstacle in fits),
            "back": request.get_full_path(),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/bulk.html", context, status=status)


def bulk_action(name):
    """The admin action that makes the move `name`."""

    def action(register, request, queryset):
        return register.run_bulk(request, queryset, name)

    return action
