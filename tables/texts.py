"""CSV files, in whatever encoding an office computer wrote them."""

import codecs
import csv
import io
import itertools

from tables.grid import COLUMNS, HEADER_WITHIN, Grid, too_long, too_wide
from tables.refusals import Refused

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(data, name):
    """The text of a file: by its byte order mark, else UTF-8, else GBK (GB 18030). Raises Refused for anything else."""
    marked = [encoding for mark, encoding in BOMS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(f"“{name}”不是文本文件，或编码无法识别。请另存为 UTF-8 编码的 CSV。")


def csv_grid(data, name, limit):
    """The rows of a CSV file, parted by commas, tabs or semicolons. Raises Refused where it is broken or longer than `limit` rows."""
    text = decoded(data, name)
    first = text[:2000].partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        rows = list(
            itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), limit + HEADER_WITHIN + 1)
        )
    except csv.Error:
        raise Refused(f"“{name}”的引号或分隔符不完整，读不下去。请用 Excel 打开检查后重新保存。") from None
    if len(rows) > limit + HEADER_WITHIN:
        raise too_long(name, limit)
    if any(len(row) > COLUMNS for row in rows):
        raise too_wide(name)
    return Grid(rows, guarded=True)
