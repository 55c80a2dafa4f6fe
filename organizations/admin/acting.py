"""Buttons of a row's page in the admin, each with a small form of its own."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse


@dataclass(frozen=True)
class Act:
    """One button; `missing` says what must be done first ("" = it can be done now)."""

    name: str
    label: str
    missing: str = ""
    url: str = ""


def address(view, *args):
    """The address of a page outside the admin; None in a house that has no such page."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return None


class Acting:
    """A register whose rows have buttons. `act_forms`: {name: (label, form class)}; the form takes `obj` and `by` and has `try_run()`."""

    act_forms = {}

    def acts(self, request, obj):
        """The buttons offered for a row, in their order."""
        return [Act(name, label) for name, (label, _) in self.act_forms.items() if self.may_act(request, obj, name)]

    def may_act(self, request, obj, name):
        """Whether the person may press this button on the row."""
        return self.has_change_permission(request, obj)

    def act_form(self, request, obj, name):
        """(label, form class) of a button; Http404 for one that does not exist, PermissionDenied for one that is not the person's."""
        if name not in self.act_forms:
            raise Http404
        if not self.may_act(request, obj, name):
            raise PermissionDenied
        return self.act_forms[name]

    def links(self, request, obj):
        """Further pages that belong to a row: [(label, address)]."""
        return []

    def get_urls(self):
        names = f"{self.opts.app_label}_{self.opts.model_name}"
        act = path("<path:object_id>/act/<slug:name>/", self.admin_site.admin_view(self.act_view), name=f"{names}_act")
        return [act, *super().get_urls()]

    def act_url(self, obj, name):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_act", args=[quote(obj.pk), name])

    def change_url(self, obj):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(obj.pk)])

    def list_url(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def act_view(self, request, object_id, name):
        """GET shows the form of a button, POST runs it; a refusal shows the same page with the sentence (409, wrong input 400)."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        label, form_class = self.act_form(request, obj, name)
        if request.method != "POST":
            return self.form_page(request, form_class(obj=obj, by=request.user), label, obj)
        form = form_class(request.POST, request.FILES, obj=obj, by=request.user)
        done, result = form.try_run()
        if done:
            return self.after_act(request, obj, name, result)
        return self.form_page(request, form, label, obj, status=409 if form.non_field_errors() else 400)

    def after_act(self, request, obj, name, result):
        """Where a button leads when it has been done."""
        self.message_user(request, f"已完成：{self.act_form_label(name)}。", messages.SUCCESS)
        return HttpResponseRedirect(self.change_url(obj))

    def act_form_label(self, name):
        return self.act_forms[name][0]

    def form_page(self, request, form, label, obj=None, *, status=200, template="admin/act.html", **context):
        """A page of the admin with one form that is no ModelForm."""
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "form": form,
            "title": label,
            "back": self.change_url(obj) if obj else self.list_url(),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, template, context, status=status)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            buttons = [Act(act.name, act.label, act.missing, act.url or self.act_url(obj, act.name)) for act in self.acts(request, obj)]
            context |= {"acts": buttons, "links": [link for link in self.links(request, obj) if link[1]]}
        return super().render_change_form(request, context, add, change, form_url, obj)
