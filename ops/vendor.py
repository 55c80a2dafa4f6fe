"""Copy the front-end files named below out of their npm packages into static/vendor/ and write vendor.json.

Run by hand when a version in package.json changes: `python ops/vendor.py`. It needs npm; nothing else here ever does.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
FILES = {  # package -> {path inside the package: path under static/vendor}
    "bootstrap": {"dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css", "LICENSE": "bootstrap/LICENSE"},
    "echarts": {
        "dist/echarts.common.min.js": "echarts/echarts.common.min.js",
        "LICENSE": "echarts/LICENSE",
        "NOTICE": "echarts/NOTICE",
    },
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    "tom-select": {
        "dist/js/tom-select.popular.min.js": "tom-select/tom-select.popular.min.js",
        "dist/css/tom-select.bootstrap5.min.css": "tom-select/tom-select.bootstrap5.min.css",
        "LICENSE": "tom-select/LICENSE",
    },
    "@tabler/icons": {"LICENSE": "icons/LICENSE"},
}
SPRITE = "icons/icons.svg"
ICONS = (
    "home list-check calendar-event clipboard-list bell building history settings api user users menu-2 x letter-case logout key lock",
    "plus edit check alert-triangle alert-circle info-circle circle-check clock file-text download upload paperclip search filter printer",
    "chevron-right chevron-left arrow-up arrow-down arrows-sort inbox copy trash send phone external-link refresh ban",
    "chart-bar device-tv maximize photo",
)
SOURCE_MAP = re.compile(rb"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*$")


def fetch(name: str, version: str, folder: Path) -> tarfile.TarFile:
    """The published archive of one package, fetched by npm into `folder`."""
    npm = shutil.which("npm") or sys.exit("npm is not installed")
    done = subprocess.run(  # noqa: S603 - fixed command, names from this repository
        [npm, "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)], check=True, capture_output=True, text=True
    )
    return tarfile.open(folder / done.stdout.split()[-1])


def read(archive: tarfile.TarFile, path: str) -> bytes:
    return archive.extractfile(f"package/{path}").read()


def sprite(archive: tarfile.TarFile) -> bytes:
    """One SVG of <symbol>s, so that a page asks for all its icons once."""
    symbols = []
    for name in sorted(" ".join(ICONS).split()):
        svg = read(archive, f"icons/outline/{name}.svg").decode()
        inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL).group(1)
        inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>|\s*\n\s*', "", inner)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    style = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {style}>', *symbols, "</svg>\n"]).encode()


def write(target: str, content: bytes) -> dict:
    path = VENDOR / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"path": target, "sha256": hashlib.sha256(content).hexdigest()}


def vendor(name: str, version: str, folder: Path) -> dict:
    """Write the wanted files of one package; return its entry of vendor.json."""
    with fetch(name, version, folder) as archive:
        licence = json.loads(read(archive, "package.json"))["license"]
        files = [write(target, SOURCE_MAP.sub(b"\n", read(archive, path))) for path, target in FILES[name].items()]
        if name == "@tabler/icons":
            files.append(write(SPRITE, sprite(archive)))
    return {"name": name, "version": version, "licence": licence, "files": files}


def main() -> None:
    versions = json.loads((ROOT / "package.json").read_text())["dependencies"]
    shutil.rmtree(VENDOR, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        entries = [vendor(name, version, Path(folder)) for name, version in versions.items()]
    (VENDOR / "vendor.json").write_text(json.dumps(entries, indent=2) + "\n")


if __name__ == "__main__":
    main()
