"""P14–P16: printing, serving what was printed, memory of the process that prints."""

import re
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import FileResponse
from django.test import Client

from bench.measure import least, say
from documents import store
from documents.models import Paper, PaperState
from documents.official.model import OfficialPaper, Paragraph, to_dict
from documents.official.worker import render

SENTENCE = "各责任单位应当加强统筹协调，提前制定工作方案，明确承办处室和经办人员，按时报送进展情况，认真研究吸纳意见建议。"


def paper(pages):
    """An invented paper of about `pages` pages."""
    body = tuple(Paragraph(f"{n}．{SENTENCE * 3}", 3) for n in range(1, pages * 4))
    return OfficialPaper(
        title="关于做好重点协商工作的通知",
        issuers=("测试市人民政府办公室",),
        number="测府办〔2026〕1号",
        body=body,
        dated_on=date(2026, 3, 2),
    )


def typst_source(described):
    text = "\n\n".join(block.text.replace("#", "") for block in described.body)
    page = '#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))\n'
    return page + '#set text(font: "FandolFang R", size: 16pt)\n#set par(first-line-indent: 2em, leading: 13pt)\n' + text


def child_cpu(pid):
    """CPU seconds a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def children():
    here = Path("/proc/self/task").iterdir()
    return [int(pid) for task in here for pid in (task / "children").read_text().split()]


def rendering_child():
    """The process number of the child that prints; it is replaced from time to time."""
    (pid,) = [pid for pid in children() if b"documents.official.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return pid


def p14(described):
    content = to_dict(described)
    pages = render(content, font_dir=settings.FONT_DIR).pages
    pid = rendering_child()
    spent = []
    for _ in range(5):
        before = child_cpu(pid)
        render(content, font_dir=settings.FONT_DIR)
        spent.append(child_cpu(pid) - before)
    try:
        import typst  # slow, and only here

        source = typst_source(described).encode()
        (other,) = least(lambda: typst.compile(source, font_paths=[str(settings.FONT_DIR)]), rounds=5)
        note = None
    except ImportError:
        other, note = None, "typst is not installed"
    say(
        f"P14 paper of {pages} pages (PDF and DOCX), warm, CPU against Typst's PDF",
        min(spent),
        "s",
        baseline=other,
        goal=5,
        floor=7,
        note=note,
    )


def p15(large):
    rendered = render(to_dict(paper(2)), font_dir=settings.FONT_DIR)
    fields = {"pdf_digest": store.save(rendered.pdf), "docx_digest": store.save(rendered.docx), "state": PaperState.READY}
    row = Paper.objects.create(jurisdiction=large.jurisdiction, subject=large.plan, kind="plan_notice", title="测量", content={}, **fields)
    client = Client()
    client.force_login(large.secretary)
    address = f"/documents/papers/{row.public_id}/paper.pdf"

    def ours():
        return b"".join(client.get(address).streaming_content)

    def static():
        return b"".join(FileResponse(store.path(row.pdf_digest).open("rb")).streaming_content)

    same = ours() == static() == rendered.pdf
    again, bare = least(ours, static, repeat=20)
    note = "the same bytes" if same else "THE BYTES DIFFER"
    say("P15 issued paper served again against the file alone, CPU", again * 1000, "ms", baseline=bare * 1000, goal=3, note=note)


def memory(pid):
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024


def p16(described, papers=100):
    content = to_dict(described)
    seen = []
    for _ in range(papers):
        render(content, font_dir=settings.FONT_DIR)
        seen.append(memory(rendering_child()))
    half, end = max(seen[: papers // 2]), max(seen[papers // 2 :])
    say(f"P16 most memory of the rendering process in {papers} papers", end, "MB", goal=150, floor=250)
    say(f"P16 its growth over the last {papers // 2}", end - half, "MB", goal=0)


def run(large):
    """All figures of papers."""
    described = paper(6)
    p14(described)
    p16(paper(2))
    p15(large)
