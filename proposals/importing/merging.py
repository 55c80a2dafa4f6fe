"""Merged proposals 并案: each in a row of its own that names the case it went into, read before that case."""

from dataclasses import replace

from proposals.importing.cases import OF_WORK, case_of, head

NOT_OF_MERGED = ("assigned_on", "track", *OF_WORK, "co_opinions")


def drafts_of(groups, known, heard=lambda done: None):
    """{key: `CaseDraft`, or None where a row has a fault} of `groups` ({case number or place: rows}), cases and merged ones alike."""
    merged = {key: _merged(rows, groups, known) for key, rows in groups.items() if rows[0].values["merged_into"]}
    followers = {}
    for draft in merged.values():
        followers.setdefault(draft.merged_into, []).append(draft)
    found = {}
    for done, (key, rows) in enumerate(groups.items()):
        heard(done)
        found[key] = None if key in merged else case_of(rows, known, tuple(followers.get(key, ())))
    return found | {key: None if any(row.errors for row in groups[key]) else draft for key, draft in merged.items()}


def _merged(rows, groups, known):
    """The draft of a merged proposal; what is wrong stands in its rows."""
    cells = rows[0]
    for row in rows[1:]:
        row.fault("case_no", f"与第 {cells.number} 行案号相同；并入其他提案的，一件只有一行。")
    draft = head(cells, known)
    into = groups.get(draft.merged_into)
    if into is None:
        cells.fault("merged_into", f"表中没有案号 {draft.merged_into}。并案的提案要和并入的那一件在同一张表里。")
    elif into[0].values["merged_into"]:
        cells.fault("merged_into", f"{draft.merged_into} 自己也填了并入案号，请填最后并入的那一件。")
    if draft.filed_on and not draft.case_no:
        cells.fault("filed_on", "没有案号的，不填立案日期。")
    if given := cells.given(*NOT_OF_MERGED):
        cells.fault("merged_into", f"并入其他提案的，不填{'、'.join(given)}。")
    return replace(draft, is_history=cells.said("is_history"))
