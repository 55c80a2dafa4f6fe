"""P14 and P16: printing, and the memory of the process that prints."""

import os
import re
import resource
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from django.conf import settings

from bench.measure import children, cpu_of, least, say
from documents import store
from documents.models import Paper, PaperState
from documents.official import fonts, worker
from documents.official.model import OfficialPaper, Paragraph, to_dict

SENTENCE = "各责任单位应当加强统筹协调，提前制定工作方案，明确承办处室和经办人员，按时报送进展情况，认真研究吸纳意见建议。"
TYPST = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "1")
#set text(font: "FandolFang R", size: 16pt, tracking: -0.207pt, lang: "zh", top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 12.99pt, spacing: 12.99pt)
#v(225pt)
"""


def paper(paragraphs=16, draft=1):
    """An invented paper; 16 paragraphs are 6 pages, 58 are 20. Each `draft` has words of its own, so that nobody can answer from memory."""
    body = tuple(Paragraph(f"{n}．第{draft}稿{SENTENCE * 3}", 3) for n in range(1, paragraphs + 1))
    return OfficialPaper(
        title="关于做好重点协商工作的通知",
        issuers=("测试市人民政府办公室",),
        number="测府办〔2026〕1号",
        body=body,
        dated_on=date(2026, 3, 2),
    )


def typst_source(described):
    """The same text, type and page for Typst."""
    return (TYPST + "\n\n".join(block.text for block in described.body)).encode()


class Drafts:
    """A different draft of a paper at each call."""

    def __init__(self, paragraphs=16):
        self.paragraphs, self.number = paragraphs, 0

    def __call__(self):
        self.number += 1
        return paper(self.paragraphs, self.number)


def p14():
    """Our PDF against Typst's, both in this process; then both files of a paper as the rendering process makes them."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as config:
        config.write(worker.NO_FONTS)
        config.flush()
        os.environ["FONTCONFIG_FILE"] = config.name  # as in the rendering process: no fonts but the paper's own
        from documents.official.pdf import render  # slow, and only here

        try:
            import typst  # likewise
        except ImportError:
            typst = None
        faces, ours, theirs = fonts.load(settings.FONT_DIR), Drafts(), Drafts()
        acts = [lambda: render(ours(), faces)]
        if typst:
            acts.append(lambda: typst.compile(typst_source(theirs()), font_paths=[str(settings.FONT_DIR)]))
        spent, other = (*least(*acts), None)[:2]
        pages = acts[0]().pages
        note = f"{pages} pages; {'typst.compile(), one call a paper, tagged PDF as ours' if typst else 'typst is not installed'}"
        say("P14 paper of 6 pages, PDF, warm, CPU against Typst", spent, "s", baseline=other, goal=5, floor=7, note=note)
        del os.environ["FONTCONFIG_FILE"]


def office_pdf(source):
    """CPU seconds LibreOffice takes to make a PDF of a DOCX."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "paper.docx").write_bytes(source)
        words = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder]
        spent = []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([*words, f"{folder}/paper.docx"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(spent)


def p14_report():
    """A paper of 20 pages, as PDF and DOCX by the rendering process, against LibreOffice's PDF of the same DOCX."""
    drafts, spent, found = Drafts(58), [], print_one(paper(58))
    for _ in range(3):
        before = cpu_of(printer())
        print_one(drafts())
        spent.append(cpu_of(printer()) - before)
    other = office_pdf(found.docx) if shutil.which("soffice") else None
    note = f"{found.pages} pages; LibreOffice starts for each" if other else "LibreOffice is not installed"
    say("P14 paper of 20 pages, PDF and DOCX, warm, CPU against LibreOffice", min(spent), "s", baseline=other, goal=0.7, floor=1, note=note)


def print_one(described):
    """A paper printed by the rendering process."""
    return worker.render(to_dict(described), font_dir=settings.FONT_DIR)


def printer():
    """The number of the rendering process; it is replaced from time to time."""
    (pid,) = [pid for pid in children() if b"documents.official.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return pid


def ready_paper(place):
    """A stored paper of the place's plan, ready to be served."""
    done = print_one(paper())
    fields = {"pdf_digest": store.save(done.pdf), "docx_digest": store.save(done.docx), "state": PaperState.READY}
    return Paper.objects.create(jurisdiction=place.jurisdiction, subject=place.plan, kind="plan_notice", title="测量", content={}, **fields)


def memory(pid):
    """Megabytes a process holds."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def p16(papers=100):
    drafts, seen = Drafts(), []
    for _ in range(papers):
        print_one(drafts())
        seen.append(memory(printer()))
    half, end = max(seen[: papers // 2]), max(seen[papers // 2 :])
    say(f"P16 most memory of the rendering process in {papers} papers of 6 pages", max(half, end), "MB", goal=150, floor=250)
    say(f"P16 its growth over the last {papers // 2}", end - half, "MB", goal=0)


def run():
    """All figures of papers but those that need the server."""
    p14()
    p14_report()
    p16()
