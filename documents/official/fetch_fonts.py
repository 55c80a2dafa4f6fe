"""Puts the free fonts of official papers into a folder: `python -m documents.official.fetch_fonts TARGET_DIR`.

Needs Debian's package lists (`apt-get update` was run) but no root: a package that is not installed is downloaded and unpacked
into a temporary folder. Running it again does nothing when all is there. It imports nothing of the product.

Sources: Fandol (GPL with font exception) from texlive-lang-chinese; Noto CJK (SIL OFL) from fonts-noto-cjk, of whose
collections only the simplified Chinese face is kept, so that a process maps one face and not five.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
NOTO = "usr/share/fonts/opentype/noto"
# target name -> (package, folder in the package, file, family wanted out of a collection)
FONTS = {
    "FandolFang-Regular.otf": ("texlive-lang-chinese", FANDOL, "FandolFang-Regular.otf", ""),
    "FandolHei-Regular.otf": ("texlive-lang-chinese", FANDOL, "FandolHei-Regular.otf", ""),
    "FandolKai-Regular.otf": ("texlive-lang-chinese", FANDOL, "FandolKai-Regular.otf", ""),
    "FandolSong-Regular.otf": ("texlive-lang-chinese", FANDOL, "FandolSong-Regular.otf", ""),
    "NotoSerifCJKsc-Regular.otf": ("fonts-noto-cjk", NOTO, "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    "NotoSerifCJKsc-Bold.otf": ("fonts-noto-cjk", NOTO, "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    "NotoSansCJKsc-Regular.otf": ("fonts-noto-cjk", NOTO, "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
}
UNNEEDED_TABLES = ("DSIG", "vhea", "vmtx", "VORG", "BASE")


class FetchError(Exception):
    """A font could not be had; the message names what to do."""


def is_font(path: Path) -> bool:
    """True where the file is there and can be read as a font."""
    try:
        with TTFont(path, lazy=True) as font:
            return bool(font.getBestCmap())
    except (OSError, TTLibError, KeyError, AssertionError):
        return False


def run(command: list[str], folder: Path) -> None:
    """Runs a command in a folder; FetchError with its last line when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise FetchError(f"{' '.join(command)}: {''.join(last)}")


def unpack(package: str, folder: Path) -> Path:
    """Downloads a Debian package and unpacks it below `folder`, without installing; gives the root of its files."""
    root = folder / f"{package}.files"
    if not root.exists():
        print(f"downloading {package}", flush=True)
        run(["apt-get", "-o", "APT::Sandbox::User=root", "download", package], folder)
        run(["dpkg", "-x", str(next(folder.glob(f"{package}_*.deb"))), str(root)], folder)
    return root


def one_face(source: Path, family: str) -> TTFont:
    """The face of that family, of a font file or a collection."""
    if not family:
        return TTFont(source, lazy=True)
    for font in TTCollection(source, lazy=True).fonts:
        if font["name"].getDebugName(1) == family:
            return font
    raise FetchError(f"{source.name} holds no face {family}")


def store(source: Path, family: str, target: Path) -> None:
    """Writes one face to `target`: whole or not at all."""
    font = one_face(source, family)
    for table in UNNEEDED_TABLES:
        if table in font:
            del font[table]
    part = target.with_name(target.name + ".part")
    font.save(part, reorderTables=None)
    part.replace(target)
    print(f"stored {target} ({target.stat().st_size // 1024} KB)", flush=True)


def fetch(target: Path, *, system: Path = Path("/")) -> list[str]:
    """Brings every font that is missing in `target`; gives the names of those it wrote. FetchError when one cannot be had."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory(prefix="fonts-") as name:
        for file, (package, folder, source, family) in FONTS.items():
            if is_font(target / file):
                continue
            found = system / folder / source
            if not found.exists():
                found = unpack(package, Path(name)) / folder / source
            store(found, family, target / file)
            written.append(file)
    return written


def main(arguments: list[str]) -> int:
    """Command line: one folder; 0 when all fonts are there afterwards."""
    if len(arguments) != 1:
        print("usage: python -m documents.official.fetch_fonts TARGET_DIR", file=sys.stderr)
        return 2
    missing_tools = [tool for tool in ("apt-get", "dpkg") if not shutil.which(tool)]
    target = Path(arguments[0])
    try:
        written = fetch(target)
    except (FetchError, OSError, StopIteration) as error:
        hint = f" ({', '.join(missing_tools)} not found)" if missing_tools else " (run `apt-get update` first?)"
        print(f"fonts could not be fetched: {error}{hint}", file=sys.stderr)
        return 1
    if not written:
        print(f"fonts complete in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
