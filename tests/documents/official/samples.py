"""Invented papers for the tests of the renderer; no real body, no real plan."""

from dataclasses import replace
from datetime import date

from documents.official.model import Attachment, Entry, OfficialPaper, Paragraph, Table

OFFICE = "演示市人民政府办公室"
ISSUERS = ("中共演示市委办公室", "演示市人民政府办公室", "政协演示市委员会办公室")
SENTENCE = (
    "各责任单位要把听取意见作为改进工作的渠道，提前部署、周密安排，按时派负责同志参加会议和活动（包括实地走访），逐条研究、逐条答复。"
)
RARE = "㛃䶮喆堃镕玥"


def entries(count: int) -> tuple[Entry, ...]:
    """Numbered items with their particulars."""
    fields = (("责任单位", "市经济信息委、市发展改革委"), ("协商方式", "常委会协商"), ("协商时间", "2026年6月"))
    return tuple(Entry(f"{number}．", f"推进演示产业链第{number}段协同创新有关情况", fields) for number in range(1, count + 1))


PLAN = Attachment(
    "2026年市政协重点协商、通报、视察计划安排",
    (
        Paragraph("一、重点协商", 1),
        *entries(12),
        Paragraph("二、重点通报", 1),
        *entries(13),
        Paragraph("三、重点视察", 1),
        *entries(10),
    ),
)
TABLE = Attachment(
    "任务分工表",
    (
        Table(
            ("序号", "任务", "责任单位", "时间"),
            tuple((str(number), "推进协同" * (number % 9 + 1), "市发展改革委、市财政局", "2026年6月") for number in range(1, 41)),
            (1, 5, 3, 2),
            "任务分工",
        ),
    ),
)
BODY = (
    Paragraph(f"市政协研究确定了2026年重点协商计划12项、通报计划13项、视察计划10项，由{RARE[:3]}等同志联系。现就有关事项通知如下。"),
    Paragraph("一、提高认识", 1),
    Paragraph(SENTENCE * 7),
    Paragraph("各单位要明确承办处室和具体人员。", 2, "（一）明确责任。"),
    Paragraph(SENTENCE, 3, "1．建立台账。"),
    Paragraph(SENTENCE * 9, 4, "（1）及时反馈。"),
)
NOTICE = OfficialPaper(
    title="演示市人民政府办公室关于做好2026年市政协重点协商通报视察事项有关工作的通知",
    issuers=(OFFICE,),
    number="演府办〔2026〕7号",
    addressees="各区县（自治县）人民政府，市政府有关部门，有关单位",
    body=BODY,
    attachments=(PLAN, TABLE),
    dated_on=date(2026, 4, 7),
    note="此件公开发布",
    copies_to="市委办公室，市人大常委会办公室，市政协办公室，市监委，市法院，市检察院，演示军分区，各民主党派市委会，市工商联",
    printed_by=OFFICE,
    printed_on=date(2026, 4, 8),
)
LETTER = replace(NOTICE, format="letter", number="演府函〔2026〕280号", attachments=(), seal=False, secrecy="机密★1年", urgency="特急")
JOINT = replace(
    NOTICE,
    title="中共演示市委办公室 演示市人民政府办公室 政协演示市委员会办公室关于印发《2026年度协商工作计划》的通知",
    issuers=ISSUERS,
    number="演委办〔2026〕3号",
    copy_no="000001",
    secrecy="秘密★1年",
    urgency="加急",
    attachments=(PLAN,),
)
