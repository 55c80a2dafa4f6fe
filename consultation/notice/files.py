"""Files: the text of a .txt, .docx or .pdf, or a sentence that says why it cannot be read."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePath
from zlib import error as ZlibError

import docx
import pypdfium2
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from .columns import DITTO
from .numbering import Numbering
from .reading import MAX_TEXT

MAX_FILE = 20 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_PAGES = 2_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (b"%PDF", b"PK\x03\x04", _OLE, b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"{\\rtf")


class Unreadable(ValueError):
    """A file that cannot be read; its text is a Chinese sentence for the person who gave it."""


def text_of(data: bytes, name: str, limit: int = MAX_TEXT) -> str:
    """The text of a file, at most `limit` characters. `name` gives the kind by its ending. Raises Unreadable."""
    if len(data) > MAX_FILE:
        raise Unreadable("文件超过 20 MB，请拆分或另存为较小的文件后再上传。")
    if not data:
        raise Unreadable("文件是空的。")
    kind = PurePath(name.replace("\x00", "")).suffix.lower()
    readers = {".txt": _plain, ".text": _plain, ".docx": _docx, ".pdf": partial(_pdf, limit=limit)}
    if kind in (".doc", ".wps") or (kind == ".docx" and data.startswith(_OLE)):
        raise Unreadable("这是旧格式的 Word 文件，请用 Word 或 WPS 另存为 .docx 后再上传；加了密码的请先去掉密码。")
    if kind not in readers:
        raise Unreadable("只能读取 .txt、.docx 和 .pdf 文件。")
    return checked(readers[kind](data), limit)


def text_in(path: Path, limit: int = MAX_TEXT) -> str:
    """The text of the file at a path, as `text_of`. Raises Unreadable, also where there is no such file."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise Unreadable(f"没有找到文件：{path}") from None
    except (OSError, ValueError):
        raise Unreadable(f"文件打不开：{path}") from None
    return text_of(data, path.name, limit)


def checked(text: str, limit: int = MAX_TEXT) -> str:
    """The text, without NUL and lone surrogates. Raises Unreadable when it is empty or too long."""
    if len(text) > limit:
        raise Unreadable(f"文字共 {len(text)} 字，超过 {limit} 字的上限，请只保留正文和附件。")
    text = "".join(" " if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text) if _odd(text) else text
    if not text.strip():
        raise Unreadable("没有文字可读，请粘贴全文或换一个文件。")
    return text


def _odd(text: str) -> bool:
    if "\x00" in text:
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _plain(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16, or GBK (as GB18030)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if data.startswith(_BINARY):
        raise Unreadable("文件内容不是文本，请检查扩展名是否改错。")
    for encoding in ("utf-16-le", "utf-16-be") if 0 in data[:4000] else ():
        if _is_writing(data[:4000], encoding):
            return _decoded(data, encoding)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "gb18030")
    if _garbled(text):
        raise Unreadable("文件不是文本，或编码无法识别；请另存为 UTF-8 或 GBK 编码的 .txt。")
    return text


def _is_writing(sample: bytes, encoding: str) -> bool:
    """Whether bytes without a mark are Chinese text in UTF-16: nearly all characters Chinese or plain."""
    text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
    known = sum(1 for c in text if "\u4e00" <= c <= "\u9fff" or " " <= c <= "~" or c in "\r\n\t，。、；：（）“”《》．〔〕　")
    return len(text) > 4 and known * 20 > len(text) * 19


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "gb18030" and len(data) > 200:
            text = data.decode(encoding, errors="replace")
            if text.count("\ufffd") * 200 < len(text):
                return text
        raise Unreadable("文件编码无法识别，请另存为 UTF-8 或 GBK 编码的 .txt。") from None


def _garbled(text: str) -> bool:
    """Whether decoded bytes are no writing: many controls or private characters."""
    sample = text[:20_000]
    strange = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f") or "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    return strange * 20 > len(sample)


def _checked_zip(data: bytes) -> None:
    """Refuses archives that are no .docx, too many entries, and bombs, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable("文件不是有效的 Word 文档（.docx），可能已损坏或扩展名被改过。") from None
    unpacked, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 10_000):
        raise Unreadable("文件解压后过大，像是压缩炸弹，没有读取。")
    if any(one.flag_bits & 1 for one in entries):
        raise Unreadable("文件加了密码，请去掉密码后再上传。")
    if not any(one.filename == "word/document.xml" or one.filename.endswith("document.xml") for one in entries):
        raise Unreadable("文件不是 Word 文档（.docx），请检查扩展名是否改错。")


def _docx(data: bytes) -> str:
    """Paragraphs and tables in the order of the document, table rows as tab-separated lines."""
    _checked_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(_blocks(document))
    except (
        OpcError,
        LxmlError,
        KeyError,
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
        OSError,
        zipfile.BadZipFile,
        ZlibError,
        RecursionError,
        NotImplementedError,
    ):
        raise Unreadable("Word 文档已损坏，无法读取；请用 Word 或 WPS 打开后另存一份。") from None


def _blocks(document: docx.document.Document) -> Iterator[str]:
    numbering = Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield numbering.of(block) + block.text
        elif isinstance(block, Table):
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    """Rows as lines: a cell merged over rows stands in its first row and as 〃 in those below, over columns in its first column."""
    above: list[object] = []
    for row in table.rows:
        cells, here, last = [], [], None
        for cell in row.cells:
            tc = cell._tc
            words = " ".join(cell.text.split()) if tc is not last else ""
            words = DITTO if words and any(tc is other for other in above) else words
            if tc is not last:
                cells.append(words)
            here.append(tc)
            last = tc
        above = here
        yield "\t".join(cells)


def _pdf(data: bytes, limit: int) -> str:
    """The text of all pages. A scan, a broken or a locked file is refused."""
    if b"%PDF" not in data[:1024]:
        raise Unreadable("文件不是 PDF，请检查扩展名是否改错。")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unreadable("PDF 加了密码，请去掉密码后再上传。" if locked else "PDF 文件已损坏，无法读取。") from None
    try:
        return _pages(document, limit)
    except pypdfium2.PdfiumError:
        raise Unreadable("PDF 文件已损坏，无法读取。") from None
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, limit: int) -> str:
    if len(document) > MAX_PAGES:
        raise Unreadable(f"PDF 超过 {MAX_PAGES} 页，请只保留需要的部分。")
    pages, total = [], 0
    for page in document:
        text = page.get_textpage().get_text_range().replace("\r\n", "\n")
        total += len(text)
        if total > limit:
            raise Unreadable(f"PDF 的文字超过 {limit} 字的上限，请只保留需要的部分。")
        pages.append(text.replace("\ufffe", ""))
    if sum(len(page.strip()) for page in pages) < 10:
        raise Unreadable("这份 PDF 是扫描件，里面没有文字；请粘贴文字，或上传可复制文字的 PDF 或 .docx。")
    return "\n".join(pages)
