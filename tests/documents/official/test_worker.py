"""The rendering child: both forms, refusals as sentences, limits, replacement, and nothing left behind."""

import os
import signal
from pathlib import Path

import pytest
from django.conf import settings

from documents.official import worker
from documents.official.model import to_dict
from documents.official.worker import RenderFailed, RenderRefused, render

from . import samples

FONTS = settings.FONT_DIR
LETTER = to_dict(samples.LETTER)
HUGE = LETTER | {"body": [{"kind": "paragraph", "text": "政" * 1_500_000}]}


@pytest.fixture(scope="module", autouse=True)
def ended():
    yield
    worker.close()
    assert worker._child is None


def test_child_renders_both_forms():
    done = render(LETTER, font_dir=FONTS)
    assert done.pdf.startswith(b"%PDF") and done.docx.startswith(b"PK") and done.pages == 3
    assert set(done.fonts) == {"仿宋", "黑体", "楷体", "小标宋", "宋体"}


def test_child_stays_warm():
    render(LETTER, font_dir=FONTS)
    before = worker._child.process.pid
    render(LETTER, font_dir=FONTS)
    assert worker._child.process.pid == before


@pytest.mark.parametrize(
    ("change", "sentence"), [({"title": "关于😀的通知"}, "“😀”"), ({"title": ""}, "公文应当有标题。"), ({"issuers": None}, "公文")]
)
def test_refusal_is_a_sentence_and_the_child_lives_on(change, sentence):
    with pytest.raises(RenderRefused, match=sentence):
        render(LETTER | change, font_dir=FONTS)
    assert render(LETTER, font_dir=FONTS).pages


def test_missing_fonts_are_refused(tmp_path):
    with pytest.raises(RenderRefused, match="缺少仿宋字体"):
        render(LETTER, font_dir=tmp_path)


def test_killed_child_is_reported_and_replaced():
    render(LETTER, font_dir=FONTS)
    child = worker._child
    folder = child.folder.name
    os.kill(child.process.pid, signal.SIGSTOP)
    os.kill(child.process.pid, signal.SIGKILL)
    with pytest.raises(RenderFailed, match="排版进程中断"):
        child.ask(LETTER)
    assert not Path(folder).exists()
    assert render(LETTER, font_dir=FONTS).pages


def test_paper_that_takes_too_long_is_ended(monkeypatch):
    worker.close()
    monkeypatch.setattr(worker, "WALL_SECONDS", 1)
    with pytest.raises(RenderFailed, match="排版超过1秒"):
        render(HUGE, font_dir=FONTS)
    worker.close()


def test_child_is_replaced_after_its_share_of_papers(monkeypatch):
    render(LETTER, font_dir=FONTS)
    before = worker._child.process.pid
    monkeypatch.setattr(worker, "RECYCLE", worker._child.rendered)
    render(LETTER, font_dir=FONTS)
    assert worker._child.process.pid != before


def test_child_sees_no_environment_of_its_parent(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    worker.close()
    render(LETTER, font_dir=FONTS)
    assert b"secret" not in Path(f"/proc/{worker._child.process.pid}/environ").read_bytes()


def test_child_has_limits():
    render(LETTER, font_dir=FONTS)
    assert str(worker.MEMORY) in Path(f"/proc/{worker._child.process.pid}/limits").read_text()


def test_paper_that_takes_too_much_memory_fails_with_a_sentence(monkeypatch):
    worker.close()
    monkeypatch.setattr(worker, "MEMORY", 120 << 20)
    with pytest.raises(RenderFailed) as failed:
        render(LETTER, font_dir=FONTS)
    assert str(failed.value).endswith("请稍后重试。")
    worker.close()


def test_child_ends_and_clears_up_when_its_parent_dies():
    worker.close()
    render(LETTER, font_dir=FONTS)
    child, worker._child = worker._child, None
    folder = Path(child.folder.name)
    child.process.stdin.close()
    child.process.wait(timeout=60)
    child.process.stdout.close()
    assert not folder.exists()
