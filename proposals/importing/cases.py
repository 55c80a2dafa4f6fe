"""One case out of its rows: the first tells of the case, each of a unit and a round of its handling."""

from dataclasses import replace

from documents.models import Sensitivity
from feedback.models import Adoption, AssignmentState
from proposals.catalogue import BETWEEN, IN_SESSION, OF_CASE, SILENCE, told_apart
from proposals.drafts import SILENT, CaseDraft, CoDraft, HandlingDraft, OpinionDraft, ProposerDraft, ReplyDraft, RoundDraft
from proposals.importing.cells import plain
from proposals.models import Mode, Proposal, ProposerKind, Publication
from proposals.rules import DISSATISFIED
from tables.cells import meaning

KINDS = {kind.label: kind for kind in ProposerKind} | {"个人": ProposerKind.INDIVIDUAL, "联名": ProposerKind.JOINT}
FORMS = {IN_SESSION: True, BETWEEN: False, "会上提案": True, "平时提案": False, "会间": False}
MODES = {mode.label: mode for mode in Mode} | {"单办": Mode.SOLE, "会办": Mode.LEAD_CO}
WORKING = {state.label: state for state in (AssignmentState.ASSIGNED, AssignmentState.ACKNOWLEDGED, AssignmentState.UNDER_WAY)}
PUBLICATIONS = {each.label: each for each in Publication}
LABELS = {each.label: each for each in Sensitivity}
UNNUMBERED = "文号未载"
OF_REPLY = (
    "result_class",
    "number",
    "signer",
    "contact",
    "phone",
    "text",
    "answers",
    "opinions",
    "opinion_dates",
    "opinion_texts",
    "opinion_ratings",
    "closed_on",
    "is_supplementary",
    "evidence",
)
OF_OPINION = ("opinion_dates", "opinion_texts", "opinion_ratings")
OF_WORK = ("units", "co_units", "mode", "round", "due_on", "handling_state", "issued_on", *OF_REPLY)


def case_of(rows, known, followers=()):
    """The `CaseDraft` of the rows (`Cells`) of one case number, or None; what is wrong stands in the rows.

    `followers`: the drafts of what was merged into it, as its replies answer and are judged by them too.
    """
    first = rows[0]
    for row in rows[1:]:
        _agree(first, row)
    draft = replace(head(first, known), followers=followers)
    units = {}
    for row in rows:
        _work(row, draft, units, known)
    draft = replace(draft, handlings=tuple(filter(None, (_handling(row, name, units[name], draft, known) for name, row in _firsts(units)))))
    draft = _assigned(first, draft, known, sound=not any(row.errors for row in rows))
    return None if any(row.errors for row in rows) else draft


def _agree(first, row):
    """What tells of the case must be the same in all its rows, or empty in the later ones."""
    for key in OF_CASE:
        value = row.values[key]
        if value not in (None, "") and value != first.values[key]:
            row.fault(key, f"与第 {first.number} 行同一案号的内容不同。")


def head(cells, known):
    """The case itself: text, proposers, filing. What was merged into another may be without number and day of filing."""
    submitted = cells.day("submitted_on", today=known.today)
    filed = cells.day("filed_on", after=submitted, why="提交日期", today=known.today)
    target, number = cells.values["merged_into"] or "", cells.values["case_no"]
    if filed is None and (number or not target):
        cells.fault("filed_on", "请填写立案日期。")
    assigned = cells.day("assigned_on", after=filed, why="立案日期", today=known.today)
    category = cells.choice("category", {name: name for name in known.rules.categories})
    approved = cells.text("key_approved_by", 80)
    draft = CaseDraft(
        case_no=cells.text("case_no", 20, required=not target),
        merged_into=target,
        title=cells.text("title", 120, required=True),
        kind=cells.choice("kind", KINDS),
        proposers=(),
        filed_on=filed,
        in_session=cells.choice("in_session", FORMS, None),
        category=category,
        background=cells.text("background"),
        problems=cells.text("problems"),
        suggestions=tuple(line.strip() for line in cells.text("suggestions").splitlines() if line.strip()),
        publish_refusal=cells.text("publish_refusal", 200),
        publication=cells.choice("publication", PUBLICATIONS, Publication.UNDECIDED),
        sensitivity=cells.choice("sensitivity", LABELS, Sensitivity.OPEN),
        submitted_on=submitted,
        is_key=cells.yes("is_key") or bool(approved),
        key_approved_by=approved,
        track=cells.choice("track", {plain(label): code for code, label in known.rules.tracks}),
        assigned_on=assigned,
    )
    if draft.publish_refusal and draft.publication in (Publication.FULL, Publication.SUMMARY):
        cells.fault("publication", "提案人不同意公开，只能填“不公开”或“未定”。")
    if sentence := Proposal(sensitivity=draft.sensitivity).publication_refusal(draft.publication):
        cells.fault("publication", sentence)
    return _proposers(cells, draft, known)


def _proposers(cells, draft, known):
    names = cells.names("proposers")
    if not names:
        cells.fault("proposers", "请填写提案者。")
        return draft
    bare = plain(names[0]).partition("（")[0].partition("(")[0]
    sector, match = known.sectors.get(bare), known.directory(draft.filed_on or draft.submitted_on or known.today).find(bare)
    body = match.unit if match and not sector else None
    kind = draft.kind or (ProposerKind.COLLECTIVE if sector or body else ProposerKind.JOINT if len(names) > 1 else ProposerKind.INDIVIDUAL)
    if kind == ProposerKind.COLLECTIVE and not (sector or body):
        cells.fault("proposers", f"没有找到名为“{bare}”的党派、团体、专委会或界别（界别写成“教育界别”）。")
    if kind == ProposerKind.INDIVIDUAL and len(names) > 1:
        cells.fault("kind", "有几位提案者，提案者类别应为“委员联名”或“集体”。")
    if kind != ProposerKind.COLLECTIVE:
        return replace(draft, kind=kind, proposers=tuple(known.proposer(cells, name) for name in names))
    signers = tuple(known.proposer(cells, name) if "（" in name or "(" in name else ProposerDraft(name, label=name) for name in names)
    return replace(draft, kind=kind, proposers=signers, body=body, sector=sector)


def _work(row, draft, units, known):
    """Sort a row under the units it names: {unit name: {round number: row}}."""
    names = row.names("units")
    if not names:
        if given := row.given(*OF_WORK):
            row.fault("units", f"填了{'、'.join(given)}，请填写主办单位。")
        return
    number = row.values["round"] or 1
    if not (isinstance(number, int) and 1 <= number <= 20):
        row.fault("round", "轮次应为 1 至 20 的整数。")
        return
    for name in names:
        rounds = units.setdefault(name, {})
        if number in rounds:
            row.fault("round", f"与第 {rounds[number].number} 行重复：{name}的第 {number} 轮只能有一行。")
        rounds.setdefault(number, row)


def _firsts(units):
    return [(name, rounds[min(rounds)]) for name, rounds in units.items()]


def _since(draft, known):
    """From when its units have a case; where the day is missing, which is a fault by itself, another to look at all else by."""
    return draft.assigned_on or draft.filed_on or known.today


def _handling(row, name, rows, draft, known):
    """A replying unit with its rounds, or None where something of it is wrong; without its day all else is looked at all the same."""
    if draft.assigned_on is None:
        row.fault("assigned_on", "填了主办单位，请填写交办日期。")
    unit = known.unit(row, "units", name, _since(draft, known))
    rounds, opened = [], draft.assigned_on or draft.filed_on
    for number in range(1, max(rows) + 1):
        if number not in rows:
            rows[max(rows)].fault("round", f"{name}缺少第 {number} 轮。")
            return None
        rounds.append(_round(rows[number], number, opened, draft, known))
        if sentence := _out_of_order(name, rounds):
            rows[number].fault("round", sentence)
            return None
        opened = rounds[-1].closed_on
    last = rounds[-1]
    if last.is_dissatisfied and not last.is_supplementary:
        rounds.append(RoundDraft(len(rounds) + 1, opened, _due(len(rounds) + 1, opened, None, draft, known)))
    state = rows[max(rows)].choice("handling_state", WORKING, AssignmentState.ASSIGNED if len(rounds) == 1 else AssignmentState.UNDER_WAY)
    return unit and HandlingDraft(unit, name, "" if rounds[-1].reply else state, tuple(rounds))


def _out_of_order(name, rounds):
    """Why the last of `rounds` cannot come after those before it; "" where it can."""
    *before, last = rounds
    if not before:
        return f"{name}的第 1 轮不能是补充答复。" if last.is_supplementary else ""
    if last.is_supplementary:
        done = before[-1].closed_on and (before[-1].is_supplementary or not before[-1].is_dissatisfied)
        return "" if done else f"{name}的第 {before[-1].number} 轮还没有办结，不能有补充答复。"
    again = before[-1].is_dissatisfied and not before[-1].is_supplementary
    return "" if again else f"{name}的第 {before[-1].number} 轮没有“不满意”的评价，不能有下一轮。"


def _due(number, opened, given, draft, known):
    start = opened or known.today  # a row without its days is refused anyway
    if number == 1:
        return known.due("reply", {"assigned": start, "filed": draft.filed_on or start}, "答复", given)
    return known.due("rehandling", {"dissatisfied": start}, "重新办理", given)


def _round(row, number, opened, draft, known):
    """One round as its row tells it."""
    supplementary = row.yes("is_supplementary")
    given = row.day("due_on", after=opened, why="本轮开始日期")
    if supplementary and given:
        row.fault("due_on", "补充答复没有办理期限。")
    due = None if supplementary else _due(number, opened, given, draft, known)
    issued = row.day("issued_on", after=opened, why="本轮开始日期", today=known.today)
    if issued is None:
        if given := row.given(*OF_REPLY):
            row.fault("issued_on", f"填了{'、'.join(given)}，请填写答复日期。")
        return RoundDraft(number, opened, due, is_supplementary=supplementary)
    reply = _reply(row, issued, draft, known)
    if bool(reply.evidence) != supplementary:
        row.fault("evidence", "补充答复须写明新的成效和依据。" if supplementary else "只有补充答复填写新的成效和依据。")
    asked = len(reply.opinions) == len(draft.signers)
    days = [opinion.on for opinion in reply.opinions if opinion.on]
    closed = row.day("closed_on", after=max(days, default=issued), why="答复和评价日期", today=known.today)
    if closed and not asked:
        row.fault("closed_on", f"还有提案者没有评价，不能结束征询；没有评价的请填“{SILENCE}”。")
    if asked and not closed and all(each.overall == SILENT for each in reply.opinions):
        row.fault("closed_on", "提案者都未反馈的，请填写征询结束日期。")
    ended = (closed or max(days, default=issued)) if asked else None
    dissatisfied = bool(ended) and any(each.overall == DISSATISFIED for each in reply.opinions)
    return RoundDraft(number, opened, due, reply, ended, dissatisfied, supplementary)


def _reply(row, issued, draft, known):
    classes = {letter: letter for letter, _ in known.rules.classes}
    letter = row.choice("result_class", classes | {f"{name}类": name for name in classes})
    if not letter:
        row.fault("result_class", "填了答复日期，请填写结果分类。")
    number = row.text("number", 60)
    if not number:
        row.warn("number", f"没有文号，记为“{UNNUMBERED}”。")
    return ReplyDraft(
        issued_on=issued,
        result_class=letter,
        number=number or UNNUMBERED,
        signer=row.text("signer", 40),
        contact=row.text("contact", 40),
        phone=row.text("phone", 30),
        text=row.text("text"),
        evidence=row.text("evidence", 4000),
        answers=_answers(row, draft),
        opinions=_opinions(row, issued, draft, known),
    )


def _answers(row, draft):
    """One line for each suggestion: 采纳, or 采纳：措施."""
    lines = [line.strip() for line in row.text("answers").splitlines() if line.strip()]
    words = {label: code for code, label in Adoption.choices if code != Adoption.OPEN}
    if lines and len(lines) != len(draft.asked):
        merged = "（含并入提案的）" if draft.followers else ""
        row.fault("answers", f"有 {len(draft.asked)} 条建议{merged}，应有 {len(draft.asked)} 行，现有 {len(lines)} 行。")
    found = []
    for line in lines:
        word, _, text = line.replace(":", "：", 1).partition("：")
        if plain(word) not in words:
            row.fault("answers", f"“{word[:10]}”不在可选范围：{'、'.join(words)}。")
        found.append((words.get(plain(word), ""), text.strip()))
    return tuple(found)


def _opinions(row, issued, draft, known):
    """What the proposers said: 等次, 日期, 意见 and 分项评价, each for all or by name."""
    names = list(told_apart([each.label for each in draft.signers]))
    scale = {plain(label): code for code, label in known.rules.scale} | {SILENCE: SILENT}
    words, *more = (row.by_name(key, names) for key in ("opinions", *OF_OPINION))
    days, texts, apart = more
    found = []
    for place, word in sorted(words.items()):
        code = scale.get(plain(word))
        if code is None:
            row.fault("opinions", f"“{word[:20]}”不在可选范围：{'、'.join(scale)}。")
            continue
        day = None if code == SILENT else _day(row, days.get(place, ""), issued, known)
        text = "" if code == SILENT else texts.get(place, "")
        if code == DISSATISFIED and not text:
            row.fault("opinion_texts", "评价不满意的，请填写评价意见。")
        ratings = () if code == SILENT else _ratings(row, apart.get(place, ""), known)
        found.append(OpinionDraft(place, code, day, text, ratings))
    for key, given in zip(OF_OPINION, more, strict=True):
        if set(given) - set(words):
            row.fault(key, "没有评价的提案者不填。")
    return tuple(found)


def _ratings(row, text, known):
    """What one answered apart, written 问＝答；问＝答, in the order of the questions."""
    asked = {plain(name): (code, {plain(label): value for value, label in answers}) for code, name, answers in known.rules.asked}
    given = {}
    for part in filter(None, (part.strip() for part in text.replace(";", "；").split("；"))):
        question, _, answer = part.replace("=", "＝", 1).partition("＝")
        code, answers = asked.get(plain(question), ("", {}))
        if plain(answer) not in answers:
            known_words = f"“{question.strip()}”的答案是{'、'.join(answers)}" if answers else f"分项有{'、'.join(asked)}"
            row.fault("opinion_ratings", f"“{part[:20]}”应写成“分项＝答案”，{known_words}。")
            continue
        given[code] = answers[plain(answer)]
    return tuple((code, given[code]) for code, *_ in known.rules.asked if code in given)


def _day(row, text, issued, known):
    """A day written in a cell of several people's days."""
    try:
        day = meaning(text, "date")
    except ValueError as error:
        row.fault("opinion_dates", str(error))
        return None
    if day is None:
        row.fault("opinion_dates", "填了评价，请填写评价日期。")
    elif not issued <= day <= known.today:
        row.fault("opinion_dates", f"{day:%Y-%m-%d} 应在答复日期 {issued:%Y-%m-%d} 以后、今天以前。")
    return day


def _assigned(cells, draft, known, *, sound):
    """Mode, co-handlers and what follows from the state of the handlings."""
    names, count = cells.names("co_units"), len(draft.handlings)
    cos = tuple(filter(None, (_co(cells, name, names, draft, known) for name in names)))
    likely = Mode.LEAD_CO if names else Mode.SEPARATE if count > 1 else Mode.SOLE if count else ""
    mode = cells.choice("mode", MODES, likely)
    if sound and count > 1 and mode != Mode.SEPARATE:
        cells.fault("mode", "有几个主办单位的，办理方式应为“分办”。")
    if names and mode != Mode.LEAD_CO:
        cells.fault("mode", "有会办单位的，办理方式应为“主办会办”。")
    if sound and not count and draft.assigned_on:
        cells.fault("units", "填了交办日期，请填写主办单位。")
    doubled = {handling.unit.pk for handling in draft.handlings} & {co.unit.pk for co in cos}
    if doubled or len({handling.unit.pk for handling in draft.handlings}) < count or len({co.unit.pk for co in cos}) < len(cos):
        cells.fault("co_units" if names else "units", "同一个单位只能承办一次。")
    draft = replace(draft, cos=cos, mode=mode)
    return _aged(cells, draft)


def _aged(cells, draft):
    """Whether the case is history, and with it what was merged into it, where the table does not say so."""
    said = cells.said("is_history")
    history = draft.state == "concluded" if said is None else said
    followers = tuple(replace(each, is_history=history if each.is_history is None else each.is_history) for each in draft.followers)
    return replace(draft, is_history=history, followers=followers)


def _co(cells, name, names, draft, known):
    since = _since(draft, known)
    unit = known.unit(cells, "co_units", name, since)
    opinion = cells.by_name("co_opinions", names).get(names.index(name), "")
    due = known.due("co_opinion", {"assigned": since, "filed": draft.filed_on or since}, "会办意见")
    day = None
    if opinion:
        try:
            day = meaning(opinion, "date")
        except ValueError as error:
            cells.fault("co_opinions", str(error))
        if day and not since <= day <= known.today:
            cells.fault("co_opinions", f"{day:%Y-%m-%d} 应在交办日期 {since:%Y-%m-%d} 以后、今天以前。")
    return unit and CoDraft(unit, name, due, day)
