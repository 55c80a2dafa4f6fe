"""Existing cases from a table, looked through row by row before anything is stored; and the catalogue as such a table."""

from functools import partial

from django.urls import reverse

from organizations.views.importing import Import, import_page
from proposals import importing
from proposals.catalogue import case_table, session_for
from proposals.forms.importing import CaseTableForm, require_secretary, sessions_of
from tables import response

NOTES = (
    "一件提案一行；分办的每个单位、重新办理和补充答复的每一轮各占一行，案号相同。",
    "并案的提案另占一行，填“并入案号”，不填主办单位和答复；没有案号的留空。",
    "案号、案由、提案者、立案日期必填；其他列没有资料的留空。",
    "办到哪一步由所填的列决定：填了主办单位的为办理中，填了答复日期的为已答复，评价都齐的为已办结。",
    "几位提案者评价不同的，每行一位：“张三：满意”；没有反馈的填“未反馈”。",
)


def case_import(request):
    """Choose session and file, see what would happen to each row, confirm."""
    require_secretary(request.user)
    back, catalogue_of = reverse("proposals:list"), reverse("proposals:catalogue")
    sessions = list(sessions_of(request.user))
    return import_page(
        request,
        Import(
            title="导入已有提案",
            noun="提案",
            measure="件",
            hint="没有提案的届次导出的是空表。",
            tables=tuple((f"{catalogue_of}?session={each.pk}&format=xlsx", f"导出{each}的提案目录") for each in sessions),
            back=back,
            check=importing.look,
            apply=partial(importing.enter, by=request.user),
            crumbs=((back, "提案"),),
            form=partial(CaseTableForm, by=request.user),
            after=lambda session: f"{back}?session={session.pk}",
            notes=NOTES,
            told=True,
        ),
    )


def catalogue(request):
    """The catalogue of one session as a file (`?session=`, `?format=`)."""
    return response(case_table(session_for(request.user, request.GET.get("session", ""))), request.GET.get("format", "xlsx"))
