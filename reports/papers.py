"""The official paper this room prints, with the text used where a jurisdiction has no template of its own."""

from documents.kinds import register
from reports.permissions import is_keeper

REPORT = "report"
NAMES = ("正文", "届次", "场合", "报告人", "截止日期")


def report_names(place):
    """What the template of a report may name, as `reports.letters.report_letter` fills it."""
    return NAMES


register(REPORT, "通报", by=is_keeper, names=report_names)

DEFAULTS = {REPORT: {"format": "document", "word": "", "body": "${正文}"}}
