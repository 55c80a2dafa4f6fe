"""提案工作情况报告: a year of the committee's work on proposals, from soliciting to the last receipt, the base beside each rate."""

from documents.official.model import chinese_date
from reports.drafting.grids import grid, listed
from reports.kinds import Chapter, Kind, committee, register

COLUMNS = {"submitted": "收到", "filed": "立案", "assigned": "交办", "replied": "已答复", "key": "重点"}
BY = {"category": "各类别提案情况", "kind": "各类提案者提案情况", "sector": "各界别提案情况", "party": "各党派提案情况"}


def title(scope):
    return f"关于{scope.place}政协{scope.session.short_name}以来提案工作情况的报告"


def to_members(place):
    return "各位委员"


def chapters(scope, figures):
    """总体情况, then the year's work by its parts, then what comes next."""
    yield Chapter("一、总体情况", "\n".join(_overview(scope, figures)))
    yield Chapter("二、主要工作", "\n".join(_work(scope, figures)))
    yield Chapter("三、下一步工作", "\n".join(_next(figures)))


def _overview(scope, figures):
    yield (
        f"{scope.session.short_name}以来，共提出提案${{submitted}}件，立案${{filed}}件，立案率${{filing_rate}}；"
        f"不予立案${{not_filed}}件，并案${{merged}}件，撤案${{withdrawn}}件，尚在审查${{pending}}件。"
        f"截至{chinese_date(scope.as_of)}，交办${{assigned}}件，已答复${{replied}}件，办复率${{reply_rate}}。"
    )
    if figures["receipts"].part:
        told = "，".join(f"{label}${{final_{code}}}件、占${{final_{code}_share}}" for code, label in scope.case_rules.scale)
        rest = "，评价未归类${final_other}件" if figures["final_other"].part else ""
        basis = figures["satisfaction"].figure.basis
        yield f"收到提案回执${{receipts}}件，以回执为基数，{told}{rest}。满意率${{satisfaction}}，以{basis}为基数。"
    yield f"立案提案中，{'，'.join(_categories(scope, figures))}。"
    yield (
        "从提案者看，个人提案${individual}件，联名提案${joint}件，集体提案${collective}件；"
        "集体提案中，党派提案${of_parties}件，人民团体提案${of_organizations}件，专委会提案${of_committees}件。"
    )


def _categories(scope, figures):
    for number, name in enumerate(scope.case_rules.categories, 1):
        yield f"{name}类${{category_{number}}}件、占${{category_{number}_share}}"
    if figures["category_other"].part:
        yield "未分类${category_other}件、占${category_other_share}"


def _work(scope, figures):
    rates = (("met_key", "重点提案面商率"), ("met_ordinary", "一般提案面商率"))
    met = "".join(f"，{label}${{{name}_rate}}" for name, label in rates if figures[name].whole)
    topics = "发布提案参考选题${topics}条，已有${topics_taken_up}条被提案采用。" if figures["topics"].part else ""
    talks = topics + ("与提案者和线索单位协商${talks}次。" if figures["talks"].part else "")
    yield f"（一）强化征集引导，提高提案质量。{talks}大会期间收到${{in_session}}件，平时收到${{between_session}}件。"
    yield (f"（二）注重双向发力，深化办理协商。${{handling_units}}个单位承办提案，印发答复函${{letters}}份。当面商办${{met}}件{met}。")
    again = "首次答复后提案者不满意的${first_dissatisfied}件，" if figures["first_dissatisfied"].part else ""
    yield (
        f"（三）改进方式方法，增强督办实效。督办年度重点提案${{key_supervised}}件，跟踪督办上年度重点提案${{carried_on}}件，"
        f"已督办办结${{key_concluded}}件。{again}重新办理${{rehandled}}件。"
    )
    if figures["suggestions"].part:
        yield (
            "（四）跟踪采纳落实，推动成果转化。提案所提建议${suggestions}条，采纳${adoption_adopted}条、部分采纳${adoption_partly}条，"
            "采纳率${adoption_rate}；到期承诺${commitments_due}项，已兑现${commitments_kept}项。"
        )


def _next(figures):
    found = ["围绕中心工作编好参考选题，引导委员深入调研，提高提案质量"]
    if figures["met_ordinary"].whole != figures["met_ordinary"].part:
        found.append("推动一般提案办理多当面协商，一般提案面商率现为${met_ordinary_rate}，还要提高")
    if figures["followed"].part:
        found.append("对办结时需要继续跟踪的${followed}件提案逐件建账，推动条件成熟的及早落实")
    found.append("完善督办和评议，用好提案办理结果")
    yield listed(found)


def tables(scope, figures):
    """The proposals by category, kind of proposer, sector and party."""
    for dimension, wording in BY.items():
        made = grid(scope, dimension, COLUMNS, wording)
        if made[1].rows:
            yield made


def tabled(scope):
    """The figures that the tables hold."""
    return list(COLUMNS)


register(Kind("proposals", "提案工作情况报告", title, chapters, tables, tabled, ("submitted",), "收到提案", committee, to_members, "报告"))
