"""Renders papers in a child process that stays warm, so that no web or task process carries WeasyPrint's memory or its risks.

`render(paper_dict, font_dir=…)` starts the child when needed and asks it; the child is replaced after RECYCLE papers, is limited in
memory, ends itself when one paper takes longer than WALL_SECONDS, and ends when its parent does. It sees none of the parent's
environment but what it needs, and no fonts but those of `font_dir`.
"""

import atexit
import ctypes
import gc
import json
import os
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
RECYCLE = 50  # papers; each leaves some 0.2 MB in fontconfig that nothing frees
WALL_SECONDS = 60
MEMORY = 1 << 30  # bytes of address space
FOLDER = "papers-"
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>'


class RenderRefused(Exception):
    """The paper cannot be printed as it is (a missing glyph, missing fonts, an incomplete description); a Chinese sentence."""


class RenderFailed(Exception):
    """The child broke off (too long, too large, an error); a Chinese sentence. The paper may be tried again."""


@dataclass(frozen=True)
class Rendered:
    """Both forms of a paper, its number of pages and which file served each face (Chinese face name -> file)."""

    pdf: bytes
    docx: bytes
    pages: int
    fonts: dict[str, str]


def send(stream: BinaryIO, header: dict, *bodies: bytes) -> None:
    """Writes a JSON header and byte strings, each with its length."""
    for part in (json.dumps(header).encode(), *bodies):
        stream.write(struct.pack(">Q", len(part)) + part)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """One byte string; None at the end of the stream."""
    length = stream.read(8)
    if len(length) < 8:
        return None
    body = stream.read(struct.unpack(">Q", length)[0])
    return body if len(body) == struct.unpack(">Q", length)[0] else None


class Child:
    """The rendering process as its parent sees it."""

    def __init__(self, font_dir: Path):
        self.folder = tempfile.TemporaryDirectory(prefix=FOLDER)
        config = Path(self.folder.name, "fonts.conf")
        config.write_text(NO_FONTS)
        environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "FONTCONFIG_FILE": str(config)}
        environment |= {"HOME": self.folder.name, "TMPDIR": self.folder.name}
        self.font_dir, self.owner, self.rendered = font_dir, os.getpid(), 0
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "documents.official.worker", str(font_dir), str(WALL_SECONDS), str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=ROOT,
        )

    @property
    def usable(self) -> bool:
        return self.owner == os.getpid() and self.rendered < RECYCLE and self.process.poll() is None

    def ask(self, paper: dict) -> Rendered:
        """One paper. RenderRefused or RenderFailed, in Chinese."""
        self.rendered += 1
        try:
            send(self.process.stdin, paper)
            header = receive(self.process.stdout)
            bodies = [receive(self.process.stdout) for _ in range(2)] if header else []
        except OSError:
            header, bodies = None, []
        if header is None or None in bodies:
            self.close()
            late = self.process.returncode == -signal.SIGALRM
            raise RenderFailed(f"排版超过{WALL_SECONDS}秒，已中止，请精简内容后重试。" if late else "排版进程中断，请稍后重试。")
        answer = json.loads(header)
        if "refused" in answer:
            raise RenderRefused(answer["refused"])
        if "failed" in answer:
            raise RenderFailed(f"排版失败（{answer['failed']}），请稍后重试。")
        return Rendered(bodies[0], bodies[1], answer["pages"], answer["fonts"])

    def close(self) -> None:
        """Ends the child; it leaves nothing behind."""
        if self.owner != os.getpid():
            return
        with suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()


_lock = threading.Lock()
_child: Child | None = None


def render(paper: dict, *, font_dir: Path) -> Rendered:
    """A paper (`model.to_dict`) as PDF and DOCX, by the warm child of this process. RenderRefused, RenderFailed: Chinese sentences."""
    global _child
    with _lock:
        if _child and not (_child.usable and _child.font_dir == font_dir):
            _child.close()
            _child = None
        if _child is None:
            _child = Child(font_dir)
        return _child.ask(paper)


@atexit.register
def close() -> None:
    """Ends the child of this process, if there is one."""
    global _child
    if _child:
        _child.close()
        _child = None


def answer(request: dict, font_dir: Path) -> tuple[dict, bytes, bytes]:
    """What the child replies: header, PDF, DOCX."""
    from .docx import render_docx  # the child alone carries these
    from .fonts import FontsMissing, MissingGlyph, load  # likewise
    from .model import PaperError, from_dict  # likewise
    from .pdf import render as render_pages  # WeasyPrint takes a second to import

    try:
        paper, fonts = from_dict(request), load(font_dir)
        done = render_pages(paper, fonts)
        return {"pages": done.pages, "fonts": fonts.substitutions()}, done.pdf, render_docx(paper)
    except (MissingGlyph, FontsMissing, PaperError) as error:
        return {"refused": str(error)}, b"", b""
    except Exception as error:  # the parent must learn of everything that can go wrong here
        return {"failed": type(error).__name__}, b"", b""


def serve(font_dir: Path, wall_seconds: int, memory: int) -> None:
    """The child: answers requests on standard input until it is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    while (request := receive(sys.stdin.buffer)) is not None:
        signal.alarm(wall_seconds)
        reply = answer(json.loads(request), font_dir)
        signal.alarm(0)
        send(out, *reply)
        del reply
        gc.collect()
        libc.malloc_trim(0)


def leave() -> None:
    """Removes the folder of a child whose parent died before it."""
    folder = Path(os.environ.get("TMPDIR", ""))
    if folder.name.startswith(FOLDER):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    atexit.register(leave)
    serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
