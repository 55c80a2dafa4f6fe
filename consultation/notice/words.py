"""The words of plan notices: labels and what they stand for, headings that hold no items, bodies of the 政协."""

import re
from pathlib import Path


def _blocks() -> dict[str, tuple[str, ...]]:
    """The blocks of words.txt: `[name]`, then words apart by blanks."""
    blocks: dict[str, list[str]] = {}
    name = ""
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif name:
            blocks.setdefault(name, []).extend(line.split())
    return {name: tuple(words) for name, words in blocks.items()}


_WORDS = _blocks()
# Words too short or too common to be a label in the middle of a line, or without a colon.
WEAK = frozenset(_WORDS.pop("weak"))
# The words a group heading is made of, longest first.
HEADING_WORDS = tuple(sorted(_WORDS.pop("heading"), key=len, reverse=True))
# Cities of prefecture rank, to tell the place where a notice names it only in passing.
CITIES = _WORDS.pop("city")
# The first characters of the names of units of a place, by its rank.
LEVELS = "省市县区州旗盟"
# Last characters of units that as often end a line in the middle of a name: `人力资源和社⏎会保障局`.
TORN = "社会部行站所队台村乡镇馆院联"
# The common surnames, to tell a person's name from the end of a title.
SURNAMES = frozenset("".join(_WORDS.pop("surname")))
# role -> label words. The roles: units (责任单位…), host (a body of the 政协), either (decided by who is named), form, time, when_how
# (time and form in one label), title, contents, people, notes, other (ends the value before it and is not read further).
LABELS: dict[str, tuple[str, ...]] = _WORDS
ROLE = {word: role for role, words in LABELS.items() for word in words}
SIDES = {word: "co" for word in LABELS["units"] + LABELS["host"] + LABELS["either"] if re.match("配合|协办|协助|协同|协作|参与|参加", word)}
SIDES |= {word: "lead" for word in LABELS["units"] + LABELS["host"] + LABELS["either"] if word.startswith(("牵头", "主办", "主责"))}

# A label nobody listed still says by its last word what it holds.
ENDINGS: tuple[tuple[str, str], ...] = (
    ("时间", "time"),
    ("时限", "time"),
    ("形式", "form"),
    ("方式", "form"),
    ("领导", "people"),
    ("主席", "people"),
    ("召集人", "people"),
    ("人员", "people"),
    ("委室", "host"),
    ("专委会", "host"),
    ("单位", "either"),
    ("部门", "either"),
    ("议题", "title"),
    ("题目", "title"),
    ("课题", "title"),
    ("主题", "title"),
)

# Headings under which numbered lines are duties and wishes, not items of the plan.
DUTIES = re.compile(
    r"总体(?:要求|原则|思路|目标|安排|部署)|指导思想|基本原则|工作原则|组织(?:实施|领导|保障)|工作(?:要求|措施|保障|机制|原则|思路|流程)|保障(?:措施|机制)|"
    r"有关(?:要求|事项)|相关要求|几点要求|注意事项|实施步骤|具体要求|措施要求|提高(?:思想|认识|政治|站位|协商)|(?:强化|加强|健全|完善|落实|狠抓|注重|严格|深化)"
    r"(?:组织|领导|协同|统筹|责任|落实|认识|工作|督|保障|沟通|协作|服务|成果|制度|机制|准备|调研|宣传)|成果(?:转化|运用|报送)|精心(?:组织|准备|筹备)|"
    r"协商(?:成效|程序|流程|原则|成果)|认真(?:组织|准备|落实)|统一思想|深化认识|转化|征集|要求$|方法步骤|工作步骤|步骤$|阶段$|领导同志.{0,30}安排|目的意义|重要意义|附则|总则"
)

# Documents that are no plan although they speak of nothing else.
RULES = re.compile(r"(?:细则|办法|规则|规定|条例|章程|制度|规程|准则|工作指引|规范|实施意见|意见|流程)(?:[((].{0,8}[))])?$")
CALL = re.compile(r"征集|征求.{0,20}(?:意见|建议)|申报|遴选|报送(?!.{0,12}计划).{0,12}(?:议题|选题)|参考选题|选题(?:指南|参考)")
REPORT = re.compile(
    r"(?:报告|讲话|发言|总结|综述|通报|纪要|摘要|侧记|致辞|述职|回顾|启事|公告|解读|答记者问|决议|决定|汇编|名单|公示|倡议书)(?:[((].{0,12}[))])?$"
)
PLAN = re.compile(r"计划|安排|议题|通知|方案|要点|任务|清单|一览表|课题|事项|项目|台账|目录|工作表")

COMMITTEE = re.compile(
    r"(?!.*(?:信息化|改革|健康|计划生育|计生|国有资产|住房|交通|商务|事务|规划|城市管理))"
    r"(?:提案|社会|法制|社法|经济|经科|科技|教科|教育|文史|文化|教文|文教|科教|卫生|农业|农村|农牧|农林|牧业|林牧|人口|资源|环境|港澳|民族|宗教|民宗|学习|委员|联络|外事|侨务|"
    r"城乡|城市建设|城建|城管|综合|群团|人资|资环|环资|城环|人环|农经|财经|科经|文卫|教卫|法群|联谊|联合|三胞|教体|医卫|民侨|财贸|工交|产业|开放|智库|研究)[\u4e00-\u9fff、和与]{0,20}(?:委员会|专委会|专委|工委|委办|委)$"
)
OWN_BODY = re.compile(
    r"政协(?!.*(?:计划|安排|议题|协商|工作|活动|通知|方案|清单)$)|专委会|专门委员会|界别|委员(?:小组|活动组|联络|工作室|联组|会客厅)|协商议事室|委室|各委(?:室|办)?$|^(?:提案|研究|综合|联络|信息)(?:室|处|科)$|^办公[室厅]$|^(?!各|社会各)[\u4e00-\u9fff]{2,8}(?<![世边境外])界$"
)
GOVERNMENT = re.compile(
    r"(?:局|厅|办|办公室|办公厅|政府|法院|检察院|公司|集团|银行|中心|海关|机场|监狱|分局|管委会|管理处|支队|大队|总队|街道|办事处|镇|乡|村|场|厂|矿|处|社区|园区|高校|学院|大学|学校|医院|"
    r"联合会|总会|协会|学会|商会|妇联|工会|总工会|团委|残联|侨联|科协|文联|社科联|工商联|贸促会|红十字会|委宣传部|委组织部|统战部|政法委|纪委监委|纪委|"
    r"编办|部|站|所|院|队|行|社|新区|开发区|高新区|示范区|度假区|科技城|部门|单位|企业|机构|区县|县市区|县区|市区|乡镇|镇街|委|监委|台|报社|馆|署|会|联|督[查察]室|研究室|史志室|工委)$"
)
PARTY = re.compile(r"(?:民革|民盟|民建|民进|农工党|农工民主党|致公党|九三学社|台盟|民主党派|无党派|知联会|新联会|新阶联)")
HOLLOW = re.compile(r"^(?:各|有关|相关|其他|其它|区有关|市有关|县有关|市直|县直|区直|省直|驻)")
