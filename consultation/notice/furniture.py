"""What a page puts around a notice and what it takes away: page numbers, imprints, data of the page, lost line ends."""

import re

_FURNITURE = re.compile(
    r"[-—·]{1,3}\s?\d{1,4}\s?[-—·]{1,3}|第\s?\d{1,4}\s?页(?:\s?[,/]?\s?共\s?\d{1,4}\s?页)?|"
    r"\d{1,4}\s?/\s?\d{1,4}|文件下载|[|\s]{1,20}"
)
_IMPRINT = re.compile(
    r"ICP备|公网安备|版权所有|技术支持|网站标识码|网站地图|(?i:copyright)|打印本页|关闭窗口|^\W{0,3}[上下]一[篇条]\s?:|扫一扫"
)
_HOUSE = re.compile(r"(?:主办|承办|协办|维护|建设|联系|地址|电话|邮编|邮箱|传真)(?:单位|电话|地址|我们|编码)?\s?:")
# What a page says of itself: when it was put up, by whom, how often it was read.
_PAGE_DATUM = re.compile(
    r"(?P<sure>发布(?:时间|日期|机构|者|人)|(?:更新|上传|录入|发稿|发文)(?:时间|日期)|(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?|字体(?:大小)?|字号|分享(?:到|至)?|索引号|主题分类)\s?:"
    r"|(?:信息|稿件|文章|新闻)?来源\s?:|(?:责任)?编辑\s?:|作者\s?:|记者\s?:|供稿\s?:|(?:日期|时间)\s?:(?=\s?(?:19|20)\d\d\s?[-/.年])"
)
_MARK = r"(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[.、](?!\d))"
_CHAPTER = re.compile(r"(?:^|[ 。;])([一二三四])、")
_BROKEN = re.compile(rf"[ \t]+(?={_MARK}|[\u4e00-\u9fff]{{2,8}}:)|(?<=[。;])[ \t](?=\S)")


def quiet(folded: str) -> str:
    """The folded text without page numbers, a web page's imprint and other furniture, as long as before."""
    lines = folded.split("\n")
    for index, line in enumerate(lines):
        if 0 < len(line.strip()) <= 30 and _FURNITURE.fullmatch(line.strip()):
            lines[index] = " " * len(line)
        elif len(line) <= 200 and _IMPRINT.search(line):
            lines[index] = " " * len(line)
            for above in range(index - 1, max(-1, index - 4), -1):
                if not lines[above].strip():
                    continue
                if len(lines[above]) > 120 or not _HOUSE.match(lines[above].strip()) or "ICP" not in line and "版权" not in line:
                    break
                lines[above] = " " * len(lines[above])
    return "\n".join(lines)


def undated(folded: str) -> str:
    """The folded text without the lines in which a page speaks of itself (`来源:… 发布时间:… 浏览次数:…`), as long as before."""
    return "\n".join(" " * len(line) if _is_page_datum(line) else line for line in folded.split("\n"))


def _is_page_datum(line: str) -> bool:
    if not 4 <= len(line) <= 160:
        return False
    found = list(_PAGE_DATUM.finditer(line))
    led = bool(found) and found[0].start() - (len(line) - len(line.lstrip())) <= 30
    return led and (len(found) > 1 or bool(found[0]["sure"]))


def rebroken(folded: str) -> str:
    """The folded text with a line end for each blank before a number or a label in lines that hold several chapters; as long as before."""
    if not any(len(line) > 160 for line in folded.split("\n")):
        return folded
    return "\n".join(_BROKEN.sub(_line_end, line) if _lost_its_lines(line) else line for line in folded.split("\n"))


def _line_end(found: re.Match[str]) -> str:
    return "\n".ljust(len(found[0]))


def _lost_its_lines(line: str) -> bool:
    """Whether `一、` and `二、` both stand in one long line."""
    return len(line) > 160 and {"一", "二"} <= {found[1] for found in _CHAPTER.finditer(line)}
