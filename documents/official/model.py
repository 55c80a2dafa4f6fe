"""An official paper 公文 as its author means it, independent of medium. Every text is plain text; nothing in it is markup.

`to_dict`/`from_dict` round-trip through JSON: an issued paper is kept as such a snapshot.
"""

from dataclasses import asdict, dataclass
from datetime import date

DOCUMENT, LETTER = "document", "letter"  # 文件格式 (GB/T 9704-2012, 7) and 信函格式 (10.1)
FORMATS = (DOCUMENT, LETTER)


class PaperError(ValueError):
    """The description cannot be a paper; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body 正文.

    `level` 0 is plain text; 1–4 are the levels 一、（一） 1. （1） whose number is part of the text. `lead` is the heading that runs into
    the text (“一是落实责任。”, “（一）总体要求。”) and takes the face of its level; without it the whole text does.
    """

    text: str
    level: int = 0
    lead: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.level <= 4:
            raise PaperError("公文结构层次只有四级。")


@dataclass(frozen=True)
class Entry:
    """A numbered item of a list 事项: “1．加快……” and below it its labelled particulars (责任单位, 协商方式, 协商时间 …)."""

    number: str
    title: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the 版心 (any positive numbers, one per column; empty for equal columns)."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        columns = len(self.header)
        if not columns or any(len(row) != columns for row in self.rows):
            raise PaperError("表格各行的列数应当与表头一致。")
        if self.widths and (len(self.widths) != columns or min(self.widths) <= 0):
            raise PaperError("表格列宽应当与列数一致且大于零。")


Block = Paragraph | Entry | Table
BLOCKS = {"paragraph": Paragraph, "entry": Entry, "table": Table}


@dataclass(frozen=True)
class Attachment:
    """An attachment 附件: named below the body, printed on pages of its own. Without body it is only named."""

    title: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True)
class OfficialPaper:
    """A paper after GB/T 9704-2012. Empty elements are not printed.

    issuers: 发文机关, the lead first; several make a joint head 联合行文 (a letter shows the lead's alone).
    mark_suffix: “文件” or empty. number: 发文字号. addressees: 主送机关 without colon; too many move to the 版记.
    signature: 署名, the issuers where empty. seal: room for seals 印章. signer: 签发人, for papers upward only.
    class_mark: 结果分类 of a reply (A类), in letters at the right below the number.
    copies_to: 抄送机关. printed_by, printed_on: 印发机关, 印发日期 (not printed in letters).
    duplex: printed on both sides, so that the 版记 stands on the last even page.
    """

    title: str
    issuers: tuple[str, ...]
    body: tuple[Block, ...]
    format: str = DOCUMENT
    mark_suffix: str = "文件"
    number: str = ""
    class_mark: str = ""
    copy_no: str = ""
    secrecy: str = ""
    urgency: str = ""
    signer: tuple[str, ...] = ()
    addressees: str = ""
    attachments: tuple[Attachment, ...] = ()
    signature: tuple[str, ...] = ()
    seal: bool = True
    dated_on: date | None = None
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    duplex: bool = True

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise PaperError("公文格式只有文件格式和信函格式。")
        if not self.issuers or not all(name.strip() for name in self.issuers):
            raise PaperError("公文应当标明发文机关。")
        if not self.title.strip():
            raise PaperError("公文应当有标题。")

    @property
    def signed_by(self) -> tuple[str, ...]:
        """署名: as given, else the issuers."""
        return self.signature or self.issuers


def chinese_date(day: date) -> str:
    """成文日期 in Arabic figures without leading zeros, 7.3.5: 2020年9月7日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _block_to_dict(block: Block) -> dict:
    kind = next(name for name, cls in BLOCKS.items() if isinstance(block, cls))
    return {"kind": kind, **asdict(block)}


def to_dict(paper: OfficialPaper) -> dict:
    """The paper as JSON types alone."""
    data = asdict(paper)
    data["body"] = [_block_to_dict(block) for block in paper.body]
    data["attachments"] = [{"title": item.title, "body": [_block_to_dict(block) for block in item.body]} for item in paper.attachments]
    for name in ("dated_on", "printed_on"):
        data[name] = data[name].isoformat() if data[name] else None
    return _as_lists(data)


def _as_lists(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_lists(item) for key, item in value.items()}
    return [_as_lists(item) for item in value] if isinstance(value, list | tuple) else value


def _as_tuples(value: object) -> object:
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value


def _blocks(data: list[dict]) -> tuple[Block, ...]:
    return tuple(BLOCKS[item["kind"]](**{key: _as_tuples(value) for key, value in item.items() if key != "kind"}) for item in data)


def from_dict(data: dict) -> OfficialPaper:
    """The paper of a `to_dict` snapshot. PaperError where it is not one."""
    try:
        fields = {key: _as_tuples(value) for key, value in data.items()}
        fields["body"] = _blocks(data.get("body", []))
        fields["attachments"] = tuple(Attachment(item["title"], _blocks(item.get("body", []))) for item in data.get("attachments", []))
        for name in ("dated_on", "printed_on"):
            fields[name] = date.fromisoformat(data[name]) if data.get(name) else None
        return OfficialPaper(**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise PaperError(f"公文数据不完整：{error}。") from error
