"""The cells of one row as they are read: each fault stands at its column, in Chinese."""

import re
import unicodedata

from proposals.catalogue import CASE_COLUMNS

LABELS = {column.key: column.label for column in CASE_COLUMNS}
YES, NO = ("是", "√", "1", "TRUE", "true"), ("", "否", "0", "FALSE", "false")
BETWEEN_NAMES = re.compile(r"[、，,;；\n]")


def plain(text):
    """A word without blanks and with half-width letters, for comparing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def full_width(name):
    """A name with its brackets as we print them."""
    return name.replace("(", "（").replace(")", "）")


class Cells:
    """One row: its number in the file, its values by column, and what is wrong with it (`errors`) or to be looked at (`warnings`)."""

    def __init__(self, row):
        self.number, self.values, self.errors, self.warnings = row.number, row.values, dict(row.errors), {}

    def fault(self, key, sentence):
        """Note what is wrong with a cell; the first fault of a cell stands."""
        self.errors.setdefault(LABELS[key], sentence)

    def warn(self, key, sentence):
        self.warnings[LABELS[key]] = self.warnings.get(LABELS[key], "") + sentence

    def text(self, key, limit=None, *, required=False):
        value = self.values[key] or ""
        if required and not value:
            self.fault(key, f"请填写{LABELS[key]}。")
        if limit and len(value) > limit:
            self.fault(key, f"不能超过 {limit} 个字，现有 {len(value)} 个字。")
        return value

    def day(self, key, *, after=None, why="", today=None):
        """A date, not before `after` (a day, told of as `why`) and not after `today`."""
        value = self.values[key]
        if value and today and value > today:
            self.fault(key, f"{value:%Y-%m-%d} 晚于今天，已有提案的日期不能在将来。")
        elif value and after and value < after:
            self.fault(key, f"不能早于{why} {after:%Y-%m-%d}。")
        return value

    def choice(self, key, words, default=""):
        """The code of a word of `words` ({word: code})."""
        text = plain(self.values[key] or "")
        if not text:
            return default
        if text not in words:
            self.fault(key, f"“{text[:20]}”不在可选范围：{'、'.join(words)}。")
        return words.get(text, default)

    def yes(self, key):
        text = plain(self.values[key] or "")
        if text not in (*YES, *NO):
            self.fault(key, f"“{text[:20]}”看不懂，请填“是”或“否”。")
        return text in YES

    def names(self, key):
        """The names of a cell, parted by 、 or the like, each once."""
        names = [name.strip() for name in BETWEEN_NAMES.split(self.values[key] or "") if name.strip()]
        if len(set(names)) < len(names):
            self.fault(key, "有重复的名称。")
        return list(dict.fromkeys(names))

    def by_name(self, key, names):
        """{place in `names`: value} of a cell that holds one value for all of them, or lines of 姓名：值."""
        text = self.values[key] or ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found = {}
        for line in lines:
            name, mark, value = line.replace(":", "：", 1).partition("：")
            name = full_width(name).strip()
            if not mark or name not in names:
                if len(lines) == 1:
                    return dict.fromkeys(range(len(names)), text)
                self.fault(key, f"请每行写一位：“{names[0]}：……”。“{line[:20]}”里没有本件的名称。")
                return {}
            found[names.index(name)] = value.strip()
        return found

    def said(self, key):
        """Whether a cell says 是 or 否; None where it is empty."""
        return self.yes(key) if plain(self.values[key] or "") else None

    def given(self, *keys):
        """The labels of those of `keys` that are filled in."""
        return [LABELS[key] for key in keys if self.values[key] not in (None, "")]
