"""The front-end files: what lies vendored is what was vendored, and no page reaches outside or carries inline code."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
ENTRIES = json.loads((VENDOR / "vendor.json").read_text())
SHEETS = sorted((ROOT / "static").rglob("*.css"))
SCRIPTS = [path for path in sorted((ROOT / "static").rglob("*.js")) if VENDOR not in path.parents]
PAGES = sorted((ROOT / "templates").rglob("*.html"))
OUTSIDE = {
    ".css": re.compile(r"""url\(\s*['"]?\s*(https?:)?//|@import""", re.I),
    ".html": re.compile(r"""\b(src|href|action|hx-get|hx-post)\s*=\s*['"]?\s*(https?:)?//|url\(\s*['"]?\s*(https?:)?//""", re.I),
    ".js": re.compile(r"""https?://|["'`]//\w""", re.I),
}
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*['"]|\bhx-on|javascript:""", re.I)


def test_vendored_files_are_the_recorded_ones():
    recorded = {file["path"]: file["sha256"] for entry in ENTRIES for file in entry["files"]}
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }
    assert present == recorded


def test_vendored_versions_are_exact_and_licensed():
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert {entry["name"]: entry["version"] for entry in ENTRIES} == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    for entry in ENTRIES:
        assert entry["licence"] in {"MIT", "0BSD", "Apache-2.0"}
        assert any(file["path"].endswith("LICENSE") for file in entry["files"])


def test_no_source_map_is_missing():
    assert [path.name for path in VENDOR.rglob("*") if path.is_file() and b"sourceMappingURL" in path.read_bytes()] == []


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS, *PAGES], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_reaches_outside(path):
    assert not OUTSIDE[path.suffix].search(path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_inline_code_in_pages(path):
    assert not INLINE.search(path.read_text())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".css", "a{background:url( 'HTTPS://x/y.png')}"),
        (".css", "a{background:url(//x/y.png)}"),
        (".css", '@import "other.css";'),
        (".html", '<img src="http://x/y.png">'),
        (".html", "<script src=//x/y.js></script>"),
        (".js", 'fetch("https://x")'),
    ],
)
def test_an_outside_address_would_be_found(kind, text):
    assert OUTSIDE[kind].search(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>a()</script>",
        "<style>a{}</style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        "<a href='javascript:x()'>",
        '<p hx-on:click="x()">',
    ],
)
def test_inline_code_would_be_found(text):
    assert INLINE.search(text)


def test_assets_of_a_list_page_are_light():
    """A cold list page may weigh 120 KB in all; its files leave 40 KB for the page and what grows."""
    names = ("vendor/bootstrap/bootstrap.min.css", "app.css", "vendor/htmx/htmx.min.js", "app.js", "vendor/icons/icons.svg", "favicon.svg")
    assert sum(len(gzip.compress((ROOT / "static" / name).read_bytes())) for name in names) < 80_000
