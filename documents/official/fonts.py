"""The faces of official papers: which font file serves which face, what a character measures, and which glyph is missing.

A face (仿宋, 黑体, 楷体, 小标宋, 宋体) is a stack of files of one folder: the official ones first where the office has them, then the
free ones, then one that knows the rare characters of names. Each character is served by the first file that has it; where none
has it, the paper is refused (MissingGlyph), never printed with a box.
"""

import struct
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from .figures import ASCENT, DESCENT

RARE_SERIF, RARE_SANS = "NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf"
# face -> (Chinese name, official files, free files); file names are compared without regard to case
FACES = {
    "fang": ("仿宋", ("仿宋_GB2312.ttf", "FangSong_GB2312.ttf", "simfang.ttf"), ("FandolFang-Regular.otf", RARE_SERIF)),
    "hei": ("黑体", ("黑体.ttf", "simhei.ttf"), ("FandolHei-Regular.otf", RARE_SANS)),
    "kai": ("楷体", ("楷体_GB2312.ttf", "KaiTi_GB2312.ttf", "simkai.ttf"), ("FandolKai-Regular.otf", RARE_SERIF)),
    "title": ("小标宋", ("方正小标宋简体.ttf", "FZXBSJW.ttf", "FZXiaoBiaoSong-B05S.ttf"), ("NotoSerifCJKsc-Bold.otf", RARE_SERIF)),
    "song": ("宋体", ("宋体.ttf", "simsun.ttf", "simsun.ttc"), ("FandolSong-Regular.otf", RARE_SERIF)),
}
ASCII = frozenset(map(chr, range(0x21, 0x7F)))
# free file -> (characters whose glyphs in it do not match its hanzi in weight, file that serves them instead)
BETTER_ELSEWHERE = {
    "FandolFang-Regular.otf": (ASCII, "FandolSong-Regular.otf"),
    "FandolHei-Regular.otf": (ASCII | frozenset("、，。；：·"), RARE_SANS),
}
DROPPED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "kern", "morx", "mort")


class FontsMissing(Exception):
    """No file serves a face; the message is a Chinese sentence for the administrator."""


class MissingGlyph(Exception):
    """No configured font has a character; the message is a Chinese sentence that names it."""

    def __init__(self, character: str, face: str):
        self.character, self.face = character, face
        super().__init__(f"字体中没有“{character}”（U+{ord(character):04X}），无法用{FACES[face][0]}排印，请更换该字或加装字库。")


class FontFile:
    """One font file, mapped and not read: glyphs, advances and ink in em."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.stem
        self._face = hb.Face(hb.Blob.from_file_path(str(path)))
        self._font = hb.Font(self._face)
        if not self._face.glyph_count or not self.has("中"):
            raise FontsMissing(f"字体文件“{path.name}”不能读取或不含中文字形。")

    def has(self, character: str) -> bool:
        """True where the file has a glyph for the character."""
        return bool(self._font.get_nominal_glyph(ord(character)))

    def advance(self, character: str) -> float:
        """Width of the character, in em."""
        return self._font.get_glyph_h_advance(self._font.get_nominal_glyph(ord(character))) / self._face.upem

    def ink(self, character: str) -> tuple[float, float]:
        """Upper and lower edge of what is printed, above the baseline, in em."""
        extents = self._font.get_glyph_extents(self._font.get_nominal_glyph(ord(character)))
        return extents.y_bearing / self._face.upem, (extents.y_bearing + extents.height) / self._face.upem

    def subset(self, characters: Iterable[str]) -> bytes:
        """A small font of these characters, without layout tables and with the common ascent and descent of all faces."""
        wanted = hb.SubsetInput()
        wanted.unicode_set.update(ord(character) for character in characters)
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in DROPPED_TABLES)
        return with_common_metrics(bytes(hb.subset(self._face, wanted).blob.data), self._face.upem)


def with_common_metrics(font: bytes, upem: int) -> bytes:
    """The font with ascent 0.88 em, descent 0.12 em and no line gap, so that a fallback glyph never moves or grows a line."""
    data, (ascent, descent) = bytearray(font), (round(ASCENT * upem), round(DESCENT * upem))
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if tag == b"hhea":
            struct.pack_into(">hhh", data, offset + 4, ascent, -descent, 0)
        elif tag == b"OS/2":
            struct.pack_into(">hhhHH", data, offset + 68, ascent, -descent, 0, ascent, descent)
    return bytes(data)


class FontStack:
    """The configured faces. Made by `load`; not shared between processes."""

    def __init__(self, files: dict[str, tuple[FontFile, ...]]):
        self.files = files
        self._found: dict[tuple[str, str], tuple[FontFile, float]] = {}

    def _find(self, character: str, face: str) -> tuple[FontFile, float]:
        found = self._found.get((character, face))
        if found is None:
            file = self._better(character, next((file for file in self.files[face] if file.has(character)), None))
            if file is None:
                raise MissingGlyph(character, face)
            found = self._found[character, face] = (file, file.advance(character))
        return found

    def _better(self, character: str, file: FontFile | None) -> FontFile | None:
        characters, name = BETTER_ELSEWHERE.get(file.path.name, ((), "")) if file else ((), "")
        if character not in characters:
            return file
        others = {other.path.name: other for files in self.files.values() for other in files}
        return others.get(name, file)

    def file(self, character: str, face: str) -> FontFile:
        """The first file of the face that has the character. MissingGlyph where none has."""
        return self._find(character, face)[0]

    def advance(self, character: str, face: str) -> float:
        """Width in em. MissingGlyph where no file has the character."""
        return self._find(character, face)[1]

    def width(self, text: str, face: str) -> float:
        """Width of a text without extra spacing, in em."""
        return sum(self.advance(character, face) for character in text)

    def ink(self, text: str, face: str) -> tuple[float, float]:
        """Highest and lowest printed point of a text above its baseline, in em."""
        edges = [self.file(character, face).ink(character) for character in text if not character.isspace()]
        return max(top for top, _ in edges), min(bottom for _, bottom in edges)

    def missing_glyphs(self, text: str, face: str) -> set[str]:
        """The characters of a text that no file of the face has."""
        return {character for character in set(text) if not any(file.has(character) for file in self.files[face])}

    def substitutions(self) -> dict[str, str]:
        """Chinese name of each face -> the file that serves it first (kept with an issued paper)."""
        return {FACES[face][0]: files[0].path.name for face, files in self.files.items()}


def candidates(face: str) -> tuple[str, ...]:
    """File names that may serve a face, best first."""
    _, official, free = FACES[face]
    return official + free


@lru_cache(maxsize=4)
def load(directory: Path) -> FontStack:
    """The stack of a folder. FontsMissing, in Chinese, where a face has no file or a file is broken."""
    present = {path.name.casefold(): path for path in directory.iterdir()} if directory.is_dir() else {}
    opened: dict[str, FontFile] = {}
    files = {}
    for face, (label, *_) in FACES.items():
        names = [name.casefold() for name in candidates(face) if name.casefold() in present]
        if not names:
            raise FontsMissing(f"缺少{label}字体：请在“{directory}”中放入“{candidates(face)[0]}”，或运行 make setup 获取免费字体。")
        files[face] = tuple(opened.setdefault(name, FontFile(present[name])) for name in names)
    return FontStack(files)


# Characters that a paper of any committee is likely to need: punctuation, numbering, and rare characters of names.
PROBE = "一（）〔〕《》“”‘’、，。；：？！—…·0123456789%℃①㈠喆堃镕玥㛃䶮"


def check(directory: Path) -> list[str]:
    """What is wrong with the fonts of a folder, as Chinese sentences; empty where all faces print what papers need."""
    try:
        stack = load(directory)
    except FontsMissing as error:
        return [str(error)]
    problems = []
    for face, (label, *_) in FACES.items():
        missing = "".join(sorted(stack.missing_glyphs(PROBE, face)))
        if missing:
            problems.append(f"{label}字体缺少字形：{missing}。请在“{directory}”中补充字库。")
    return problems
