"""A long import in a real browser: the page says how far it has come while it waits, for the look and for the storing."""

from collections import Counter
from threading import Event

import pytest
from playwright.sync_api import expect

from organizations.progress import Progress
from proposals.models import Proposal
from tests.proposals.test_importing import sheet
from tests.proposals.test_pages_importing import IMPORT, OLD
from tests.proposals.test_story_browser import visit, world  # noqa: F401

pytestmark = pytest.mark.browser
SEEN = """new MutationObserver(() => {
    const line = document.querySelector("[data-progress]"), bar = line && line.querySelector("progress");
    if (bar && bar.getBoundingClientRect().height) sessionStorage.seen = (sessionStorage.seen || "") + line.innerText;
}).observe(document, { childList: true, subtree: true });"""


@pytest.fixture
def held(monkeypatch):
    """The import stops at the beginning of each part until the page has asked about it twice, so that it has shown the first answer."""
    gates, asked = {"正在检查": Event(), "正在写入": Event()}, Counter()
    note, tell = Progress.__call__, Progress.told

    def noted(self, label, part, total):
        note(self, label, part, total)
        if label in gates and part == 0:
            assert gates[label].wait(60), "the page did not ask"

    def told(self):
        found = tell(self)
        label = found[0] if found else ""
        asked[label] += 1
        if label in gates and asked[label] > 1:
            gates[label].set()
        return found

    monkeypatch.setattr(Progress, "__call__", noted)
    monkeypatch.setattr(Progress, "told", told)


def test_the_page_says_how_far_the_import_has_come(visit, world, held):  # noqa: F811
    secretary = visit()
    secretary.page.add_init_script(SEEN)
    secretary.page.set_default_timeout(60_000)
    secretary.sign_in(world.secretary.username)
    secretary.go(IMPORT)
    rows = [OLD | {"case_no": f"{number:03}", "title": f"关于第{number}件往年事项的建议"} for number in range(1, 4)]
    secretary.page.set_input_files("[name=file]", {"name": "目录.xlsx", "mimeType": "application/xlsx", "buffer": sheet(*rows)})
    for button, label, after in (("检查", "正在检查", "还没有导入"), ("确认导入", "正在写入", "导入完成：新增 3 件")):
        secretary.page.get_by_role("button", name=button).click()
        expect(secretary.page.get_by_text(after)).to_be_visible(timeout=60_000)
        assert f"{label}（0 / 3）" in secretary.page.evaluate("sessionStorage.seen")
    assert Proposal.objects.count() == 3
