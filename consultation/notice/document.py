"""Facts of the document: title, number, dates, year, issuers, place, addressees; and whether it is a plan at all."""

import re
from typing import Any

from .anchors import roles_in
from .chars import clean, fold, number, trim
from .words import CALL, CITIES, LEVELS, PLAN, REPORT, RULES

Span = tuple[int, int]
_NAV = re.compile(
    r"^\s*(?:\||首页|当前位置|您(?:现在|当前)?(?:的)?位置|打印|关闭|字体|字号|来源|浏览|点击|分享|索引号|主题分类|发布机构|发布日期|发布时间|时间|日期|作者|编辑|"
    r"信息来源|发文机关|发文字号|成文日期|文号|标题|名称|朗读|附件?\s*\d*\s*[:.]?\s*$|目录|正文|返回|收藏|\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月])"
)
_TITLE_END = re.compile(
    r"(?:通知|计划|安排|方案|要点|议题|清单|一览表|安排表|计划表|意见|办法|细则|规则|规定|制度|报告|通报|公告|启事|函|决定|讲话|纪要|条例|任务表|规程)\s*(?:[((].{0,14}[))])?\s*$"
)
_LIST = re.compile(r"(?:协商|监督|视察|通报|调研|议政)(?:议题|课题|选题|题目|事项)(?:安排|计划|清单|目录|一览|表)*$")
_DONE = re.compile(
    r"(?:办法|细则|规则|规定|条例|制度|规程|报告|总结|综述|讲话|纪要|回顾|解读|公告|启事)(?:[((].{0,12}[))])?$|"
    r"(?:完成|执行|落实|进展)情况(?:的?(?:统计|汇总|公示|一览|明细)?表)?$"
)
_PROPOSED = re.compile(r"(?:计划|计划安排|工作安排|议题)(?:\(.{2,6}\))?的(?:报告|请示)$")
_CARE = re.compile(
    r"(?:做好|落实|办好|支持|配合|协助).{0,30}政协.{0,12}(?:协商|通报|视察|监督)|政协.{0,12}(?:协商|通报|视察|监督).{0,8}(?:有关|相关)工作"
)
_OF_THE_KIND = re.compile(r"协商(?!会议)|视察|监督|通报|议题|课题|议政|调研|履职")
# A sentence that announces the plan below, where the title is lost or does not tell.
_ANNOUNCED = re.compile(
    r"(?:特)?(?:制[订定]|提出|拟[订定]|编制)(?:本|了?如下|了?以下|(?:市|县|区|省)?(?:政协)?20\d\d年度?)(?:年度|重点|政协|工作|协商|监督|视察|通报|履职|与|和|、|议政)*(?:计划|安排|方案)[:。]|"
    r"(?:协商|视察|监督|通报)[^。\n]{0,40}(?:制[订定](?:如下|以下)(?:计划|安排)|(?:计划|安排)(?:安排)?(?:通知)?如下)\s?[:。]"
)
_FIRST_CELL = frozenset(("序号", "月份", "编号", "时间", "议题"))
_TITLE_REST = re.compile(
    r"(?:工作|活动|具体|年度)?(?:安排|计划|议题|方案|任务)?(?:表|一览表|安排表|计划表|的通知|通知|清单|安排|计划|方案)"
)
# A line that may be a title although it ends otherwise: it speaks of a year or of the 政协 and its work.
_TITLED = re.compile(r"20\d\d|政协|协商|视察|监督|通报|履职|提案|关于|会议")
_TOLD = re.compile(r".{0,4}(?:\d{1,2}月|季度|[上下]半年)[,、]|(?:围绕|根据|按照|为了?|经)[^》]{4,}[,。]")
_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,12})\s{0,3}[〔\[【(]\s?((?:19|20)\d\d)\s?[〕\]】)]\s?第?\s?(\d{1,4})\s?号")
_DATE = r"(20\d\d|19\d\d)\s?[年\-/.]\s?(\d{1,2})\s?[月\-/.]\s?(\d{1,2})\s?日?"
_CN_DATE = r"(二[〇零○O0][〇零○一二三四五六七八九]{2})年\s?([一二三四五六七八九十]{1,2})月\s?([一二三四五六七八九十]{1,3})日"
_PUBLISHED = re.compile(rf"(?:发布日期|发布时间|发文日期|发布于|更新时间|更新日期|上传时间|时间|日期)\s?[:]?\s?{_DATE}")
_SIGNED = re.compile(rf"^\s*([\u4e00-\u9fff\s]{{0,60}}?)\s*(?:{_DATE}|{_CN_DATE})\s*$")
_ISSUER_END = r"(?:办公厅|办公室|委员会|人民政府|市委|县委|区委|省委|州委|政协|常委会|党组)"
_ISSUER = re.compile(rf"^((?:[\u4e00-\u9fff]{{2,30}}?{_ISSUER_END}[\s、]{{0,3}}){{1,4}})(?=关于|印发|转发|20\d\d|$)")
_PLACE = re.compile(
    r"(?:^|[\s《“、(]|中共|政协|政治协商会议|印发)([\u4e00-\u9fff]{2,9}(?:自治区|自治州|自治县|省|市|区|县|州|盟|旗))"
    r"(?=(?:第.{1,5}届)?委员会|人民政府|政协|委办|委[、\s]|委(?:市|县|区|省)政府|20\d\d)"
)
_LABELLED = re.compile(r"责任|牵头|承办|协办|主办|配合|参加|参与|协商|监督")
_CITY = re.compile("|".join(CITIES))
_ADDRESSED = re.compile(
    rf"(?:各|有关|驻|机关|[{LEVELS}])[^。;:]{{0,180}}(?:单位|部门|政府|委员会?|[党工县区市]委|政协|机关|[局委办部室厅院处所]|企业|集团|公司|团体|党派|院校|高校|乡镇|街道)"
    r"(?:\([^()]{1,14}\))?:"
)


class Document:
    """Reads the facts of a document from its lines (spans into the folded text)."""

    def __init__(self, text: str, folded: str, lines: list[Span]):
        self.text, self.folded = text, folded
        self.lines = [span for span in (trim(folded, *line) for line in lines if line[1] - line[0] <= 2000) if span[1] - span[0] <= 300]
        self.top = self.lines[:40]
        self.place_inferred = False
        self.title_span = self._title()
        self.title = clean(text, folded, *self.title_span) if self.title_span else ""

    def line(self, span: Span) -> str:
        """The folded text of a line."""
        return self.folded[span[0] : span[1]]

    def _title(self) -> Span | None:
        """The first line that ends as titles do, with the lines that belong to it; else the first that could be one; None without any."""
        top = []
        for span in self.top[:16]:
            shown = self.line(span).strip()
            if self._is_body(shown):
                break
            if not _NAV.match(shown) and len(shown) <= 120:
                top.append(span)
        for index, span in enumerate(top):
            if _TITLE_END.search(self.line(span).strip()):
                return self._with_lines_after(self._with_lines_before(top, index), top, index)
        return next(
            (self._trimmed(span) for span in top if 6 <= len(self.line(span).strip()) <= 80 and _TITLED.search(self.line(span))), None
        )

    def _is_body(self, shown: str) -> bool:
        """Whether the text itself has begun: a sentence, a numbered line, the head row of a table."""
        words = re.split(r"[\s|]+", shown.strip("| "))
        labels = sum(role is not None for role in roles_in(words))
        return bool(
            re.search(r"[。;:]$", shown)
            and not _NAV.match(shown)
            or re.match(r"[一二三1(][、.一)]", shown)
            or "\t" in shown
            or (labels and labels == len(words) and (labels > 1 or shown in _FIRST_CELL))
            or _TOLD.match(shown)
        )

    def _with_lines_after(self, title: Span, top: list[Span], index: int) -> Span:
        """A title cut before its last word: `…协商议题⏎安排表`."""
        after = top[index + 1] if index + 1 < len(top) else None
        if after and after[0] - title[1] <= 2 and _TITLE_REST.fullmatch(self.line(after).strip()):
            return title[0], self._trimmed(after)[1]
        return title

    def _with_lines_before(self, top: list[Span], index: int) -> Span:
        start, end = self._trimmed(top[index])
        for span in reversed(top[max(0, index - 3) : index]):
            shown = self.line(span).strip()
            if _NUMBER.search(shown) or _TITLE_END.search(shown) or start - span[1] > 3 or len(shown) < 4 or _ISSUER.fullmatch(shown):
                break
            start = self._trimmed(span)[0]
        return start, end

    def _trimmed(self, span: Span) -> Span:
        shown = self.line(span)
        return span[0] + len(shown) - len(shown.lstrip()), span[0] + len(shown.rstrip())

    def is_list(self) -> bool:
        """Whether the title says that what follows is nothing but topics: `…协商议题`, `…视察课题一览表`."""
        return bool(_LIST.search(re.sub(r"\s", "", self.title)))

    def is_general(self) -> bool:
        """Whether the title is that of a plan of all the work of a year: `2023年工作要点`."""
        title = re.sub(r"\s", "", self.title)
        return bool(re.search(r"(?:要点|工作计划|工作安排|工作任务\S{0,6})(?:的通知)?$", title)) and not _OF_THE_KIND.search(title)

    def plan_like(self) -> bool | None:
        """True for a plan, False for calls, rules, reports and the like, None where the title does not tell."""
        title = fold(re.sub(r"\s", "", self.title))
        named = re.search(r"关于(?:印发|转发|下发)?[《〈](.{4,60})[》〉]", title)
        if CALL.search(title):
            return False
        bare = re.sub(r"的?通知(?:\(.*\))?$", "", named[1] if named else title)
        if _DONE.search(bare) and not _PROPOSED.search(bare):
            return False
        if (
            _CARE.search(bare)
            or re.search(r"(?:协商|监督|视察)(?:工作|活动)的(?:计划|安排)(?:意见)?$", bare)
            or re.search(
                r"(?:协商|通报|视察|监督|履职|工作|调研|议题|议政)[^的]{0,16}(?:计划|安排|议题|清单|一览表|方案|要点|日程|月历)", bare
            )
        ):
            return True
        if RULES.search(bare) or REPORT.search(bare):
            return False
        if PLAN.search(bare) and re.search(r"协商|政协|视察|通报|监督|议题", title):
            return True
        return True if self._announced() else None

    def _announced(self) -> bool:
        """Whether a sentence of the first lines says that a plan follows: `特制订2017年度协商工作计划。`."""
        head = self.folded[:2500]
        return not re.search(r"^\s*第一条", head, re.M) and bool(_ANNOUNCED.search(head))

    def facts(self) -> dict[str, Any]:
        """title, doc_no, date, published, year, issuer, issuers, place and addressees; None where the text does not say."""
        date, signer = self._signed()
        issuers = self._issuers(signer)
        return {
            "title": self.title or None,
            "doc_no": self._doc_no(),
            "date": date,
            "published": self._published(),
            "year": self._year(date),
            "issuer": issuers[0] if len(issuers) == 1 else "、".join(issuers) or None,
            "issuers": issuers,
            "place": self._place(),
            "addressees": self._addressees(),
        }

    def _doc_no(self) -> str | None:
        """The document's own number: on a line of its own near the top, not one it quotes."""
        for span in self.top:
            shown = self.line(span).strip()
            found = _NUMBER.search(shown)
            if found and len(shown) <= len(found[0]) + 12 and not re.search(r"根据|按照|依据|《", shown):
                return f"{found[1].removeprefix('文号').removeprefix('发文字号')}〔{found[2]}〕{found[3]}号"
        return None

    def _addressees(self) -> str | None:
        """Whom the notice is sent to: the line below the title that ends with a colon, with the lines it continues."""
        below = [span for span in self.top if self.title_span and span[0] >= self.title_span[1]][:8]
        for index, span in enumerate(below):
            start = span[0]
            for above in reversed(below[:index]):
                if not self.line(above).endswith((",", "、")):
                    break
                start = above[0]
            shown = self.folded[start : span[1]].replace("\n", "")
            if _ADDRESSED.fullmatch(shown) and (shown.startswith("各") or not _LABELLED.search(shown)):
                return clean(self.text, self.folded, start, span[1]).rstrip(":：")
            if self.line(span).endswith("。"):
                break
        return None

    def _iso(self, year: str, month: str, day: str) -> str | None:
        y, m, d = number(year), number(month), number(day)
        return f"{y:04}-{m:02}-{d:02}" if y and m and d and m <= 12 and d <= 31 else None

    def _published(self) -> str | None:
        for span in self.top[:20]:
            if found := _PUBLISHED.search(self.line(span)):
                return self._iso(found[1], found[2], found[3])
        return None

    def _signed(self) -> tuple[str | None, str]:
        """The date of issue: a line that holds nothing else but the signature; of several the first after the title."""
        for span in self.lines:
            if span[1] - span[0] > 90 or span[0] <= (self.title_span or (0, 0))[0]:
                continue
            shown = self.line(span).strip().strip("()")
            if (found := _SIGNED.match(shown)) and not _NAV.match(found[1] or "x"):
                year, month, day = (found[2] or found[5], found[3] or found[6], found[4] or found[7])
                signer = found[1].strip()
                if signer or re.search("[年月]", shown):
                    return self._iso(year, month, day), signer
        return None, ""

    def _year(self, date: str | None) -> int | None:
        """The plan's year: printed in the title, else beside the word plan, else that of the date."""
        for where in (self.title, self.folded[:6000]):
            found = re.search(
                r"(20\d\d|19\d\d)\s?年(?!\d|\s?\d{1,2}\s?月)"
                if where is self.title
                else r"(20\d\d)\s?年度?[^。\n]{0,14}(?:协商|计划|议题)",
                where,
            )
            if found:
                return int(found[1])
        if found := re.search(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)", self.title):
            return number(found[0].replace("○", "〇"))
        if found := _NUMBER.search(self._doc_no() or ""):
            return int(found[2])
        return int(date[:4]) if date else None

    def _issuers(self, signer: str) -> list[str]:
        title = re.sub(r"\s+", " ", self.folded[self.title_span[0] : self.title_span[1]]) if self.title_span else ""
        if found := _ISSUER.match(title):
            return [name for name in re.split(r"[\s、]+", found[1].strip()) if name]
        if found := re.match(
            rf"((?:[{LEVELS}]委|[{LEVELS}]政府|[{LEVELS}]?政协)(?:办公?[室厅])?[、\s]){{1,3}}(?:[{LEVELS}]政府|[{LEVELS}]?政协)(?:办公?[室厅])?(?=20|关于)",
            title,
        ):
            return re.split(r"[、 ]", found[0])
        above = next((self.line(span) for span in self.top[:8] if _ISSUER.fullmatch(self.line(span).strip())), "")
        signer = re.sub(r"\s+", " ", above.strip() or signer)
        return [name for name in re.split(r"[ 、]", signer) if len(name) >= 4 and re.search(_ISSUER_END + "$", name)]

    def _place(self) -> str | None:
        """The place: named in title or issuer, else the only city the text names."""
        head = "\n".join(self.line(span) for span in self.top[:12])
        for where in (self.title, head):
            for found in _PLACE.finditer(where):
                if not re.search(r"^(?:各|本|全|我|该|关于)|[委届次新与及]|市市|政府", found[1]):
                    return re.sub(r"^(?:中共|政协)", "", found[1])
        named = set(_CITY.findall(self.folded[:20000]))
        if len(named) != 1:
            return None
        self.place_inferred = True
        return f"{named.pop()}市"
