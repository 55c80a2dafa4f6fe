"""What the title of a plan says of all its items: `民主监督计划`, `双周协商座谈会计划`, `委员视察活动安排`."""

import re
from dataclasses import dataclass

from .forms import BRIEFING, CONSULTATION, INSPECTION, OTHER, SUPERVISORY

_KINDS = (
    (CONSULTATION, re.compile(r"协商|议政|商量")),
    (BRIEFING, re.compile(r"通报")),
    (INSPECTION, re.compile(r"视察")),
    (OTHER, re.compile(r"监督|评议|督办|调研|考察")),
)
_NOT_A_KIND = re.compile(r"政治协商会议|监督性(?=视察|协商|调研)|(?<=协商)式(?:民主)?监督|(?<=[是关]于).{0,30}(?=[《〈])")
_FORM = re.compile(
    r"((?:界别|对口|专题|双[周月]|月度|季度|远程|网络|专家|立法|提案办理|委员|常委|专委会|集中|基层)+(?:协商|视察|议政)(?:座谈会|会议|会|议政)?)"
    r"(?:(?:活动|工作|议题|课题|重点|年度|责任单位|承办单位|责任|任务|分工)*(?:计划|安排|方案|一览|清单|目录|任务|表)+(?:的?通知)?[》〉]?(?:的通知)?"
    r"|(?<=[会商])(?:有关|相关)?(?:工作|活动|事项)的通知)(?:\(.{0,20}\))?$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The only kind a title names (None where it names none or several), a form that is nothing else, and whether it is all supervision."""

    kind: str | None
    form: str | None
    supervisory: bool
    several: bool


def said_by(title: str) -> Said:
    """What a folded title says."""
    plain = _NOT_A_KIND.sub("", re.sub(r"\s", "", title))
    kinds = [kind for kind, pattern in _KINDS if pattern.search(plain)]
    if len(kinds) != 1:
        return Said(None, None, False, len(kinds) > 1)
    form = _FORM.search(plain)
    return Said(kinds[0], form[1] if form else None, bool(SUPERVISORY.search(title)), False)
