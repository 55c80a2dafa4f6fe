"""Checks of what all the rest is counted by: members, sectors, sessions."""

from organizations.models import Membership, Role, Session
from reports.health.checks import check

PEOPLE = "届次和委员"


@check(PEOPLE, "委员没有界别", "其提案在按界别的统计里列为“未标明”。", "系统管理“人员”里的任职")
def member_without_sector(look):
    posts = look.of(Membership).on(look.day).filter(role=Role.MEMBER, sector=None)
    return posts.select_related("person")


@check(PEOPLE, "委员没有档案", "其提案在按党派、专委会的统计里列为“未标明”。", "系统管理“人员”里的委员档案")
def member_without_profile(look):
    return look.of(Membership).on(look.day).filter(role=Role.MEMBER, profile=None).select_related("person")


@check(PEOPLE, "次会议没有开始日期", "“截至”和同期比较没有起点，次年的规则也定不下来。", "系统管理“届次”")
def session_undated(look):
    found = Session.objects.filter(term__jurisdiction__in=look.places, starts_on=None).order_by()
    return found.select_related("term__jurisdiction")
