"""Who gets which answer from which endpoint: the table. Roles not named get what stands last."""

from organizations.models import Role as R

ALL = frozenset(R.values)
WATCH = {R.SECRETARY, R.OFFICE_STAFF, R.SUPERVISOR, R.CPPCC_LEADER, R.AUDITOR}
READ = {R.MEMBER, R.LIAISON, R.SECTOR_CONVENER, R.DISTRICT_CLERK, R.COMMITTEE_STAFF}
UNIT = {R.UNIT_HEAD, R.UNIT_HANDLER}
SECRETARY, AUDITOR = {R.SECRETARY}, {R.AUDITOR}
OPINION = {R.SECRETARY, R.OFFICE_STAFF}
SUPERVISOR = {R.SUPERVISOR}
COORDINATOR, HEAD, NOBODY = {R.SECRETARY, R.OFFICE_STAFF, R.SUPERVISOR}, {R.UNIT_HEAD}, set()
KEEPER, REPORT = {R.SECRETARY, R.SUPERVISOR}, {R.SECRETARY, R.SUPERVISOR, R.OFFICE_STAFF, R.AUDITOR}
COUNT = REPORT | {R.CPPCC_LEADER, R.GOVERNMENT_LEADER}
RECEIPT = {R.SECRETARY, R.CPPCC_LEADER, R.AUDITOR}
KEY = WATCH | UNIT | {R.COMMITTEE_STAFF, R.LIAISON}
PLAN, DRAFT, ITEM, DUTY = WATCH | READ, WATCH, WATCH | READ | UNIT, WATCH | UNIT


def open_to(roles, code=200, *, others=403):
    """`code` for these roles, `others` for the rest; who has no post at all is among the rest."""
    return {role: code if role in roles else others for role in ALL} | {"nobody": others, "stranger": others}


def everybody(code=200):
    return dict.fromkeys([*ALL, "nobody", "stranger"], code)


def seen(roles, code=200):
    """`code` for those who see the row, 404 for all others."""
    return open_to(roles, code, others=404)


def act(seers, doers, code):
    """`code` for those who may, 403 for those who only see the row, 404 for all others."""
    return seen(seers, 403) | dict.fromkeys(doers, code)


def kept(base, keepers, acts):
    """Rows of a register that programs keep: what a row's acts answer to an empty body, for its `keepers` and all others who see it."""
    rows = {}
    for name, code in acts.items():
        rows[f"GET {base}act/{name}/"] = act(ALL, keepers, 200)
        rows[f"POST {base}act/{name}/"] = act(ALL, keepers, code)
    return rows


def moves(base, seers, table):
    """Rows of all moves of one model: {move: (who may, answer to GET, answer to POST of an empty body)}."""
    rows = {}
    for move, (doers, shown, made) in table.items():
        rows[f"GET {base}act/{move}/"] = act(seers, doers, shown)
        rows[f"POST {base}act/{move}/"] = act(seers, doers, made)
    return rows


ROWS = {
    "GET me/": everybody(),
    "GET jurisdictions/": everybody(),
    "GET jurisdictions/{place}/": seen(ALL),
    "GET units/": everybody(),
    "GET units/{unit}/": seen(ALL),
    "GET units/export/?format=csv": everybody(),
    "POST units/import/": open_to(SECRETARY, 400) | {"stranger": 400},
    "POST units/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET units/{unit}/act/rename/": act(ALL, SECRETARY, 200),
    "POST units/{unit}/act/rename/": act(ALL, SECRETARY, 400),
    "GET units/{unit}/act/merge/": act(ALL, SECRETARY, 200),
    "POST units/{unit}/act/merge/": act(ALL, SECRETARY, 400),
    "GET people/": everybody(),
    "GET people/{person}/": seen(ALL),
    "GET people/export/?format=csv": everybody(),
    "POST people/import/": open_to(SECRETARY | {R.SYSTEM_ADMIN}, 400) | {"stranger": 400},
    "GET memberships/": everybody(),
    "GET portfolios/": everybody(),
    "GET portfolios/export/?format=csv": everybody(),
    "GET counterpart-links/export/?format=csv": everybody(),
    "GET counterpart-links/": everybody(),
    "GET sectors/": everybody(),
    "GET terms/": everybody(),
    "GET sessions/": everybody(),
    "GET meetings/": everybody(),
    "GET meetings/export/?format=csv": everybody(),
    "GET meetings/{meeting}/": seen(ALL),
    "GET rulesets/": everybody(),
    "POST rulesets/": open_to(SECRETARY | {R.SYSTEM_ADMIN}, 400) | {"stranger": 400},
    "GET rulesets/{ruleset}/": seen(ALL),
    "GET tokens/": everybody(),
    "POST tokens/": everybody(400) | {"writer": 403},
    "GET tokens/{token}/": seen(SECRETARY),
    "DELETE tokens/{token}/": seen(SECRETARY, 204),
    "GET calendar/2026/": everybody(),
    "GET calendar/count/?start=2026-03-02&amount=5&unit=workday": everybody(),
    "GET notices/": everybody(),
    "POST notices/read/": everybody(),
    "POST notices/{notice}/read/": seen(SECRETARY),
    "GET notices/settings/": everybody(),
    "POST notices/settings/": everybody(),
    "POST absences/own/": everybody(400),
    "DELETE absences/own/{absence}/": everybody(404),
    "GET absences/": everybody(),
    "GET channels/": everybody(),
    "GET deliveries/": everybody(),
    "GET events/": open_to(AUDITOR),
    "POST check-figures/": seen(COORDINATOR, 400) | {"stranger": 400},
    "POST read-notice/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET plans/": everybody(),
    "POST plans/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET plans/{plan}/": seen(PLAN),
    "GET plans/{draft}/": seen(DRAFT),
    "POST plans/{draft}/items/": act(DRAFT, SECRETARY, 400),
    "GET plans/{plan}/table/?format=csv": seen(PLAN),
    "POST plans/{draft}/table/": act(DRAFT, SECRETARY, 400),
    "GET plans/{plan}/papers/": seen(PLAN),
    "GET plans/{plan}/year/": seen(PLAN),
    "GET plans/{plan}/load/": seen(PLAN),
    "GET plans/{plan}/history/": seen(PLAN),
    "GET plan-items/": everybody(),
    "GET plan-items/export/?format=csv": everybody(),
    "POST plan-items/import/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET plan-items/{item}/": seen(ITEM),
    "DELETE plan-items/{item}/": act(ITEM, SECRETARY, 409),
    "GET plan-items/{item}/history/": seen(ITEM),
    "GET plan-items/{item}/attachments/": seen(ITEM),
    "POST plan-items/{item}/attachments/": act(ITEM, SECRETARY, 400),
    "GET assignments/": everybody(),
    "GET assignments/export/?format=csv": everybody(),
    "GET assignments/{duty}/": seen(DUTY),
    "GET assignments/{duty}/history/": seen(DUTY),
    "GET assignments/{duty}/attachments/": seen(DUTY),
    "POST assignments/{duty}/attachments/": act(DUTY, SECRETARY | UNIT, 400),
    "GET work-plans/": everybody(),
    "GET work-plans/{work_plan}/": seen(DUTY),
    "GET work-plans/{work_plan}/attachments/": seen(DUTY),
    "POST work-plans/{work_plan}/attachments/": act(DUTY, UNIT, 400),
    "GET progress-entries/": everybody(),
    "GET progress-entries/{entry}/": seen(DUTY),
    "GET progress-entries/{entry}/attachments/": seen(DUTY),
    "POST progress-entries/{entry}/attachments/": act(DUTY, UNIT, 400),
    "GET proposals/": everybody(),
    "GET proposals/export/?format=csv": everybody(),
    "POST proposals/import/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET proposals/catalogue/?format=csv&session={session}": seen(RECEIPT),
    "GET proposals/{case}/": seen(DUTY),
    "GET proposals/{case}/history/": seen(DUTY),
    "GET proposals/{case}/dossier/": seen(DUTY),
    "GET proposals/{case}/attachments/": seen(DUTY),
    "POST proposals/{case}/attachments/": act(DUTY, NOBODY, 400),
    "POST proposals/": open_to({R.MEMBER, R.LIAISON, R.SECTOR_CONVENER}, 400),
    "POST proposals/{case}/cosign/": seen(NOBODY),
    "GET suggestions/": everybody(),
    "GET suggestions/export/?format=csv": everybody(),
    "GET suggestions/{suggestion}/": seen(DUTY),
    "GET suggestions/{suggestion}/history/": seen(DUTY),
    "GET suggestions/{suggestion}/act/implement/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 200),
    "POST suggestions/{suggestion}/act/implement/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 200),
    "GET suggestions/{suggestion}/act/feed_back/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 200),
    "POST suggestions/{suggestion}/act/feed_back/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 400),
    "GET suggestions/{suggestion}/act/answer/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 200),
    "POST suggestions/{suggestion}/act/answer/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 409),
    "GET suggestions/{suggestion}/act/remove/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 200),
    "POST suggestions/{suggestion}/act/remove/": act(DUTY, UNIT | {R.SECRETARY, R.SUPERVISOR}, 400),
    "GET commitments/": everybody(),
    "GET commitments/{commitment}/": seen(DUTY),
    "GET handlings/": everybody(),
    "GET handlings/{handling}/": seen(DUTY),
    "GET replies/": everybody(),
    "GET replies/{reply}/": seen(DUTY),
    "GET receipts/": everybody(),
    "GET receipts/{receipt}/": seen(RECEIPT),
    "GET calls/": everybody(),
    "POST calls/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET calls/{call}/": seen(ALL),
    "GET topic-editions/": everybody(),
    "POST topic-editions/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET topic-editions/{topics}/": seen(ALL),
    "GET talks/": everybody(),
    "POST talks/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET allocations/": everybody(),
    "POST allocations/": open_to(COORDINATOR, 400) | {"stranger": 400},
    "GET allocations/{allocation}/": seen(DUTY),
    "GET allocations/{allocation}/rows/": seen(DUTY),
    "GET allocations/{allocation}/history/": seen(DUTY),
    "GET deadline-rules/": open_to(SECRETARY | {R.SYSTEM_ADMIN}, 400) | {"stranger": 400},
    "POST deadline-rules/": open_to(SECRETARY | {R.SYSTEM_ADMIN}, 400) | {"stranger": 400},
    "POST calendar/notice/": open_to({R.SYSTEM_ADMIN}, 400),
    "GET duties/": everybody(),
    "POST duties/chase/": open_to(COORDINATOR, 400) | {"stranger": 400},
    "GET reminders/": everybody(),
    "GET reminders/export/?format=csv": everybody(),
    "GET cards/": everybody(),
    "GET cards/export/?format=csv": everybody(),
    "POST cards/": open_to(SUPERVISOR, 400),
    "GET cards/{card}/": seen(DUTY),
    "GET cards/{card}/history/": seen(DUTY),
    "GET key-proposals/": everybody(),
    "GET key-proposals/export/?format=csv": everybody(),
    "POST key-proposals/": open_to(COORDINATOR, 400) | {"stranger": 400},
    "GET key-proposals/{key}/": seen(KEY),
    "GET key-proposals/{key}/history/": seen(KEY),
    "GET scores/?session={session}": seen(ALL) | {"stranger": 404, "nobody": 404},
    "GET scores/{unit}/?session={session}": seen(DUTY),
    "GET campaigns/": everybody(),
    "POST campaigns/": open_to(SECRETARY | SUPERVISOR, 400) | {"stranger": 400},
    "GET campaigns/{campaign}/": seen(DUTY),
    "GET campaigns/{campaign}/history/": seen(DUTY),
    "GET campaign-cases/": everybody(),
    "GET campaign-cases/export/?format=csv": everybody(),
    "GET campaign-cases/{campaign_case}/": seen(DUTY),
    "GET campaign-cases/{campaign_case}/history/": seen(DUTY),
    "GET awards/": everybody(),
    "POST awards/": open_to(SECRETARY | SUPERVISOR, 400) | {"stranger": 400},
    "GET awards/{award}/": seen(ALL),
    "GET awards/{award}/history/": seen(ALL),
    "GET award-candidates/": everybody(),
    "GET award-candidates/{candidate}/": seen(ALL),
    "GET award-votes/": everybody(),
    "GET award-votes/{vote}/": seen(NOBODY),
    "GET award-objections/": everybody(),
    "GET award-objections/{objection}/": seen(WATCH),
    "GET award-points/": everybody(),
    "GET award-points/export/?format=csv": everybody(),
    "GET appraisals/": everybody(),
    "POST appraisals/": open_to(SECRETARY | SUPERVISOR, 400) | {"stranger": 400},
    "GET appraisals/{appraisal}/": seen(DUTY),
    "GET appraisals/{appraisal}/history/": seen(DUTY),
    "GET appraisal-draws/": everybody(),
    "GET appraisal-draws/export/?format=csv": everybody(),
    "GET rated-units/": everybody(),
    "GET rated-units/{rated}/": seen(DUTY),
    "GET rated-units/{rated}/history/": seen(DUTY),
    "GET score-sheets/": everybody(),
    "GET score-sheets/{sheet}/": seen(NOBODY),
    "GET appraisal-faults/": everybody(),
    "GET appraisal-faults/export/?format=csv": everybody(),
    "GET appraisal-faults/{fault}/": seen(DUTY),
    "GET appraisal-faults/{fault}/history/": seen(DUTY),
    "GET key-tasks/": everybody(),
    "GET key-tasks/export/?format=csv": everybody(),
    "GET key-tasks/{key_task}/": seen(KEY),
    "GET reports/": everybody(),
    "GET reports/export/?format=csv": everybody(),
    "POST reports/": open_to(KEEPER | UNIT, 400) | {"stranger": 400},
    "GET reports/{report}/": seen(REPORT),
    "GET materials/": everybody(),
    "GET materials/export/?format=csv": everybody(),
    "POST materials/": open_to(UNIT, 400),
    "GET materials/{material}/": seen(DUTY),
    "GET materials/{material}/history/": seen(DUTY),
    "GET materials/{material}/attachments/": seen(DUTY),
    "POST materials/{material}/attachments/": act(DUTY, UNIT, 400),
    "GET data-health/": seen(REPORT) | {"stranger": 200},
    "GET data-health/export/?format=csv": seen(REPORT) | {"stranger": 200},
    "GET data-health/list/?check=item_undated": seen(REPORT) | {"stranger": 200},
    "GET data-health/list/export/?check=item_undated&format=csv": seen(REPORT) | {"stranger": 200},
    "GET statistics/": seen(COUNT | UNIT),
    "GET statistics/export/?format=csv": seen(COUNT | UNIT),
    "GET statistics/list/?session={session}&figure=assigned": seen(COUNT | UNIT),
    "GET statistics/list/export/?session={session}&figure=assigned&format=csv": seen(COUNT | UNIT),
    "GET reports/{report}/history/": seen(REPORT),
    "GET papers/{paper}/": seen(PLAN),
    "GET papers/{paper}/pdf/": seen(PLAN, 409),
    "GET papers/{paper}/docx/": seen(PLAN, 409),
    "POST papers/{paper}/act/retry/": act(PLAN, SECRETARY, 409),
    "GET paper-templates/": everybody(),
    "POST paper-templates/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET paper-templates/{template}/": seen(SECRETARY | {R.OFFICE_STAFF}),
    "GET number-series/": everybody(),
    "POST number-series/": open_to(SECRETARY, 400) | {"stranger": 400},
    "GET attachments/{file}/": seen(ITEM),
    "GET attachments/{file}/file/": seen(ITEM),
    "POST attachments/{file}/act/label/": act(ITEM, SECRETARY, 200),
    "GET schema/": everybody(),
    "GET docs/": everybody(),
}
ROWS |= moves(
    "plans/{plan}/",
    PLAN,
    {
        "edit": (SECRETARY, 409, 409),
        "consult": (SECRETARY, 409, 409),
        "give_opinion": (OPINION, 409, 409),
        "report": (SECRETARY, 409, 409),
        "send_back": (SECRETARY, 409, 409),
        "approve": (SECRETARY, 409, 409),
        "match_units": (SECRETARY, 409, 409),
        "issue": (SECRETARY, 409, 409),
        "amend": (SECRETARY, 200, 400),
        "tell_adoption": (SECRETARY, 200, 400),
        "evaluate": (SECRETARY, 200, 400),
    },
)
ROWS |= moves(
    "plan-items/{item}/",
    ITEM,
    {
        "edit": (SECRETARY, 200, 409),
        "schedule": (SECRETARY, 200, 200),
        "confirm_work_plans": (SECRETARY, 200, 409),
        "resolve_group": (SECRETARY, 200, 400),
        "notify": (SECRETARY, 200, 200),
        "send_materials": (SECRETARY, 200, 200),
        "start": (SECRETARY, 200, 200),
        "hold": (SECRETARY, 200, 400),
        "conclude": (SECRETARY, 409, 409),
        "postpone": (SECRETARY, 200, 400),
        "resume": (SECRETARY, 409, 409),
        "cancel": (SECRETARY, 200, 400),
        "amend": (SECRETARY, 200, 400),
    },
)
ROWS |= moves(
    "assignments/{duty}/",
    DUTY,
    {
        "acknowledge": (UNIT, 409, 409),
        "name_team": (UNIT, 200, 200),
        "submit_work_plan": (UNIT, 200, 409),
        "add_entry": (UNIT, 200, 400),
        "enter_suggestions": (UNIT | {R.SECRETARY, R.SUPERVISOR}, 200, 400),
        "feed_back": (UNIT | {R.SECRETARY, R.SUPERVISOR}, 200, 400),
        "conclude": (SECRETARY, 200, 200),
        "reopen": (SECRETARY, 409, 409),
        "withdraw": (SECRETARY, 200, 400),
    },
)
ROWS |= moves("work-plans/{work_plan}/", DUTY, {"accept": (SECRETARY, 200, 200), "return": (SECRETARY, 200, 400)})
ROWS |= moves(
    "proposals/{case}/",
    DUTY,
    dict.fromkeys(
        ("review", "file", "return", "reject", "merge", "unmerge", "decide_publication", "undo_review", "unfile", "undo_return"),
        (SECRETARY, 409, 409),
    )
    | dict.fromkeys(("edit", "submit", "request_withdrawal"), (NOBODY, 200, 200))
    | {
        "withdraw": (SECRETARY, 200, 409),
        "refuse_withdrawal": (SECRETARY, 200, 400),
        "assign": (COORDINATOR, 409, 409),
        "add_unit": (COORDINATOR, 200, 400),
        "mark_key": (SECRETARY, 200, 200),
        "change_publication": (SECRETARY, 200, 400),
        "relabel": (SECRETARY, 200, 400),
    },
)
VERIFIER = {R.SECRETARY, R.SUPERVISOR}
ROWS |= moves("commitments/{commitment}/", DUTY, dict.fromkeys(("keep", "break"), (VERIFIER, 200, 400)))
ROWS |= moves(
    "handlings/{handling}/",
    DUTY,
    {
        "accept": (UNIT, 409, 409),
        "request_return": (HEAD, 200, 400),
        "agree_return": (COORDINATOR, 409, 409),
        "coordinate": (COORDINATOR, 409, 409),
        "refuse_return": (COORDINATOR, 409, 409),
        "add_contact": (UNIT, 200, 400),
        "follow_up": (UNIT, 409, 409),
        "give_opinion": (UNIT, 200, 400),
        "request_extension": (UNIT, 200, 400),
        "grant_extension": (COORDINATOR, 200, 409),
        "refuse_extension": (COORDINATOR, 200, 400),
        "draft_reply": (UNIT, 200, 409),
        "draft_supplement": (UNIT, 409, 409),
    },
)
ROWS |= moves(
    "replies/{reply}/",
    DUTY,
    {
        "edit": (UNIT, 200, 200),
        "submit": (UNIT, 409, 409),
        "sign": (HEAD, 200, 200),
        "send_back": (HEAD, 200, 400),
        "reroute": (COORDINATOR, 200, 400),
        "issue": (UNIT, 200, 409),
    },
)
ROWS |= moves("calls/{call}/", ALL, {"edit": (SECRETARY, 409, 409), "publish": (SECRETARY, 409, 409), "extend": (SECRETARY, 200, 400)})
ROWS |= moves("topic-editions/{topics}/", ALL, dict.fromkeys(("edit", "publish"), (SECRETARY, 409, 409)))
ROWS |= moves(
    "allocations/{allocation}/",
    DUTY,
    {
        "gather": (COORDINATOR, 200, 409),
        "set_row": (COORDINATOR, 200, 400),
        "drop_row": (COORDINATOR, 200, 400),
        "circulate": (COORDINATOR, 409, 409),
        "opine": (COORDINATOR | UNIT, 200, 400),
        "consult": (COORDINATOR, 200, 400),
        "settle": (COORDINATOR, 200, 409),
        "reopen": (COORDINATOR, 200, 400),
        "assign": (COORDINATOR, 409, 409),
    },
)
ROWS |= moves(
    "receipts/{receipt}/",
    RECEIPT,
    {"answer": (NOBODY, 200, 200), "record_slip": (SECRETARY, 200, 400), "make_link": (SECRETARY, 200, 200)},
)
ROWS |= moves(
    "reports/{report}/",
    REPORT,
    {
        "edit": (KEEPER, 200, 200),
        "redraft": (KEEPER, 200, 200),
        "choose": (KEEPER, 200, 200),
        "submit": (KEEPER, 200, 200),
        "send_back": (NOBODY, 409, 409),
        "sign": (NOBODY, 409, 409),
        "take_back": (KEEPER, 409, 409),
        "issue": (KEEPER, 409, 409),
    },
)
ROWS |= moves(
    "materials/{material}/",
    DUTY,
    {
        "edit": (UNIT, 200, 200),
        "verify": (KEEPER, 200, 400),
        "send_back": (KEEPER, 200, 400),
        "correct": (UNIT, 409, 409),
        "revoke": (KEEPER, 409, 409),
        "withdraw": (UNIT, 200, 400),
    },
)
ROWS |= moves(
    "cards/{card}/",
    DUTY,
    {
        "issue": (SUPERVISOR, 409, 409),
        "dismiss": (SUPERVISOR, 409, 409),
        "answer": (UNIT, 200, 400),
        "send_back": (SUPERVISOR, 409, 409),
        "close": (SUPERVISOR, 409, 409),
        "appeal": (HEAD, 200, 400),
        "uphold": (SUPERVISOR, 409, 409),
        "revoke": (SUPERVISOR, 200, 400),
    },
)
RECORDER = SECRETARY | SUPERVISOR
ROWS |= moves(
    "key-proposals/{key}/",
    KEY,
    {
        "circulate": (SECRETARY, 409, 409),
        "opine": (SECRETARY | {R.OFFICE_STAFF, R.COMMITTEE_STAFF, R.LIAISON}, 409, 409),
        "arrange": (SECRETARY, 200, 200),
        "approve": (SECRETARY, 409, 409),
        "drop": (SECRETARY, 409, 409),
        "restore": (SECRETARY, 409, 409),
        "record": (RECORDER, 200, 400),
        "give_task": (RECORDER, 200, 400),
        "conclude": (SECRETARY, 200, 400),
        "carry_on": (SECRETARY, 200, 400),
    },
)
ROWS |= moves(
    "key-tasks/{key_task}/",
    KEY,
    {
        "report": (UNIT, 200, 400),
        "confirm": (RECORDER, 409, 409),
        "send_back": (RECORDER, 409, 409),
        "put_off": (RECORDER, 200, 400),
        "cancel": (RECORDER, 200, 400),
    },
)
ROWS |= moves(
    "campaigns/{campaign}/",
    DUTY,
    {
        "edit": (RECORDER, 409, 409),
        "start": (RECORDER, 409, 409),
        "cancel": (RECORDER, 409, 409),
        "close": (RECORDER, 200, 400),
    },
)
ROWS |= moves(
    "campaign-cases/{campaign_case}/",
    DUTY,
    {
        "clear": (RECORDER, 200, 400),
        "demand": (RECORDER, 200, 400),
        "report": (UNIT, 409, 409),
        "send_back": (RECORDER, 409, 409),
        "settle": (RECORDER, 409, 409),
        "recheck": (RECORDER, 409, 409),
    },
)
ROWS |= moves(
    "appraisals/{appraisal}/",
    DUTY,
    {
        "edit": (RECORDER, 409, 409),
        "announce": (RECORDER, 409, 409),
        "draw": (RECORDER, 409, 409),
        "extend": (RECORDER, 409, 409),
        "close": (RECORDER, 409, 409),
        "publish": (RECORDER, 200, 400),
        "cancel": (RECORDER, 409, 409),
    },
)
ROWS |= moves(
    "rated-units/{rated}/", DUTY, {"list_fault": (RECORDER, 200, 400), "send": (RECORDER, 409, 409), "settle": (RECORDER, 200, 409)}
)
ROWS |= moves("score-sheets/{sheet}/", NOBODY, {"score": (NOBODY, 200, 400)})
ROWS |= moves(
    "appraisal-faults/{fault}/",
    DUTY,
    {
        "report": (UNIT, 200, 400),
        "confirm": (RECORDER, 409, 409),
        "send_back": (RECORDER, 409, 409),
        "cancel": (RECORDER, 200, 400),
    },
)
ROWS |= moves(
    "awards/{award}/",
    ALL,
    dict.fromkeys(("edit", "screen", "nominate", "open_round", "extend", "count", "elect", "notice"), (RECORDER, 409, 409))
    | {
        "object": (ALL, 200, 400),
        "decide": (RECORDER, 200, 400),
        "publish": (RECORDER, 409, 409),
        "cancel": (RECORDER, 200, 400),
    },
)
ROWS |= moves("award-candidates/{candidate}/", ALL, {"veto": (RECORDER, 409, 409)})
ROWS |= moves("award-votes/{vote}/", NOBODY, {"cast": (NOBODY, 200, 400)})
ROWS |= moves("award-objections/{objection}/", WATCH, {"uphold": (RECORDER, 200, 400), "reject": (RECORDER, 200, 400)})
PEOPLE = SECRETARY | {R.SYSTEM_ADMIN}
ROWS |= {f"POST {path}": open_to(PEOPLE, 400) | {"stranger": 400} for path in ("people/", "memberships/")}
OFFICES = ("portfolios/", "counterpart-links/", "sectors/", "terms/", "sessions/", "meetings/")
ROWS |= {f"POST {path}": open_to(SECRETARY, 400) | {"stranger": 400} for path in OFFICES}
ROWS |= {"GET memberships/{post}/": seen(ALL)}
ROWS |= kept("units/{unit}/", SECRETARY, {"edit": 200})
ROWS |= kept("people/{person}/", PEOPLE, {"edit": 200, "deactivate": 200, "activate": 200})
ROWS |= kept("memberships/{post}/", PEOPLE, {"edit": 200})
for path in ("portfolios/{portfolio}/", "counterpart-links/{counterpart}/", "sectors/{sector}/"):
    ROWS |= kept(path, SECRETARY, {"edit": 200, "remove": 204})
for path in ("terms/{term}/", "sessions/{session}/", "meetings/{meeting}/"):
    ROWS |= kept(path, SECRETARY, {"edit": 200})
for path, acts in (("calendar/years/{year}/", {"edit": 200}), ("calendar/days/{day}/", {"edit": 200, "remove": 204})):
    ROWS |= {line: seen({R.SYSTEM_ADMIN}, row[R.SYSTEM_ADMIN]) for line, row in kept(path, {R.SYSTEM_ADMIN}, acts).items()}
ROWS |= {f"POST calendar/{path}/": open_to({R.SYSTEM_ADMIN}, 400) for path in ("years", "days")}
SYSTEM = {R.SYSTEM_ADMIN}
for path, acts in (
    ("channels/{channel}/", {"edit": 200, "test": 200, "retry": 409}),
    ("deliveries/{delivery}/", {"retry": 409, "give_up": 400}),
):
    ROWS |= {line: seen(SYSTEM, row[R.SYSTEM_ADMIN]) for line, row in kept(path, SYSTEM, acts).items()}
ROWS["POST channels/"] = open_to(SYSTEM, 400)
KEEPERS = {R.SECRETARY, R.SYSTEM_ADMIN}
for line, row in kept("absences/{absence}/", KEEPERS, {"edit": 200, "remove": 204}).items():
    ROWS[line] = seen(KEEPERS, row[R.SECRETARY])
ROWS["POST absences/"] = open_to(KEEPERS, 400) | {"stranger": 400}
