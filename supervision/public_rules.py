"""Whether a place shows outside what it decided to publish, and what of it. Shut unless a place opens it."""

from dataclasses import dataclass

from organizations.rules import section


@section("public_page", "外网公开页")
@dataclass(frozen=True)
class PublicRules:
    """`is_open`: whether anybody may read without signing in; the others: which kinds of what was published are shown then."""

    is_open: bool = False
    shows_proposals: bool = True
    shows_appraisals: bool = True
    shows_awards: bool = True

    labels = {
        "is_open": "开放外网公开页（不登录就能看）",
        "shows_proposals": "公开页显示已决定公开的提案和答复",
        "shows_appraisals": "公开页显示已决定公开的民主评议结果",
        "shows_awards": "公开页显示已决定公开的评选结果",
    }
