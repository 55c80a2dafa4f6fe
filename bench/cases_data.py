"""Proposals of the measured places: SIZE cases with their proposers, 1.6 handlings each, by the database itself.

Each subject is the business of one unit, which leads four fifths of its cases; the others went to any unit.
"""

from datetime import date, timedelta

from django.db import connection

from organizations.actions import appoint
from organizations.models import Person, Role, Session, Term

PER_SESSION = 1_500
SUBJECTS_TEXT = (
    "停车、养老、托育、公交、电梯、路灯、噪声、油烟、扬尘、河道、湿地、公园、步道、垃圾、厨余、物业、租房、危房、学位、课后、"
    "食堂、近视、心理、急救、医保、中医、慢病、体检、养犬、骑手、快递、单车、盲道、轮渡、隧道、桥梁、天桥、井盖、管网、供水、"
    "燃气、充电、光伏、储能、碳排、园区、融资、账款、专利、人才、招商、外贸、会展、夜市、民宿、研学、文物、书房、戏曲、非遗、"
    "足球、健身、赛事、农田、种业、冷链、品牌、水库、灌溉、防汛、森林、气象、地震、应急、消防、反诈、信访、调解、法援、社工、"
    "志愿、殡葬、低保、残疾、妇女、儿童、青年、就业、技能、学徒、数据、算力、芯片、软件、航运、港口、机场、高铁、物流"
)
WORDS_TEXT = (
    "安全监管、规划布局、资金投入、队伍建设、宣传教育、标准体系、信息系统、长效机制、考核评价、部门协同、社会参与、志愿服务、"
    "应急处置、法治保障、政策落实、试点示范、设施维护、资源整合、服务质量、数据共享、专项整治、公众监督、分类指导、投诉处理、"
    "基层能力、财政补贴、市场运营、区域合作"
)
SUBJECTS, WORDS = SUBJECTS_TEXT.split("、"), WORDS_TEXT.split("、")
PROPOSALS = """
INSERT INTO proposals_proposal (public_id, jurisdiction_id, version, created_at, session_id, author_id, kind, title, background, problems,
    suggestions, category, may_publish, publish_refusal, state, submission, submitted_at, in_session, case_no, filed_on, not_filed_reasons,
    destination, track, mode, assigned_on, is_key, key_approved_by, withdrawal_reason, concluded_on, publication, sensitivity,
    is_history, grams)
SELECT gen_random_uuid(), %(place)s, 1, now(), (%(sessions)s::bigint[])[1 + n / %(per)s], %(author)s, 'individual',
    '关于' || body || '的建议', '', '', '{}', '社会建设', true, '',
    CASE WHEN n < %(open)s THEN 'concluded' ELSE 'assigned' END, 1, now(), true,
    lpad((n %% %(per)s + 1)::text, 4, '0'), make_date(2020, 1, 10), '{}', '', 'government', 'lead_co', make_date(2020, 2, 10),
    n %% 40 = 0, '', '', CASE WHEN n < %(open)s THEN make_date(2020, 6, 1) END, 'undecided', 'open', false,
    ARRAY(SELECT DISTINCT substr(body, i, 2) FROM generate_series(1, length(body) - 1) AS i)
FROM (SELECT n, (%(subjects)s::text[])[1 + n %% %(subject_count)s]
        || (SELECT coalesce(string_agg(chr(19968 + (hashint8(n * 4 + i) & 1023)), ''), '') FROM generate_series(1, %(strange)s) AS i)
        || (%(words)s::text[])[1 + n / 7 %% %(word_count)s] AS body
      FROM generate_series(0, %(size)s - 1) AS n) AS titles
"""
PROPOSERS = """
INSERT INTO proposals_proposer (public_id, proposal_id, person_id, name, "order", answer)
SELECT gen_random_uuid(), id, NULL, '委员' || id %% 900, 1, 'accepted' FROM proposals_proposal WHERE jurisdiction_id = %(place)s
"""
WORK = """
CREATE TEMP TABLE work ON COMMIT DROP AS
SELECT nextval(pg_get_serial_sequence('feedback_assignment', 'id')) AS id, proposal.id AS proposal, proposal.title, proposal.state, part,
    (SELECT id FROM organizations_unit WHERE jurisdiction_id = %(place)s ORDER BY id
     OFFSET (number + CASE WHEN proposal.id %% 5 = 4 THEN proposal.id * 7
             ELSE array_position(%(subjects)s::text[], substr(proposal.title, 3, 2)) END) %% 20 LIMIT 1) AS unit
FROM proposals_proposal AS proposal
CROSS JOIN LATERAL (VALUES ('lead', 0), ('co', 1)) AS part (part, number)
WHERE proposal.jurisdiction_id = %(place)s AND (number = 0 OR proposal.id %% 5 < 3)
ORDER BY proposal.id, number
"""
ASSIGNMENTS = """
INSERT INTO feedback_assignment (id, public_id, jurisdiction_id, version, created_at, due_on, due_rule, due_steps, due_provisional, unit_id,
    unit_name, role, source, source_label, subject, assigned_on, work_plan_due_rule, work_plan_due_steps, work_plan_due_provisional, state,
    is_history)
SELECT work.id, gen_random_uuid(), %(place)s, 1, now(), make_date(2020, 5, 11), '答复', '[]', false, unit.id, unit.name,
    CASE part WHEN 'lead' THEN '主办' ELSE '会办' END, 'proposal', '', work.title, make_date(2020, 2, 10), '', '[]', false,
    CASE work.state WHEN 'concluded' THEN 'concluded' ELSE 'assigned' END, false
FROM work JOIN organizations_unit AS unit ON unit.id = work.unit
"""
HANDLINGS = """
INSERT INTO proposals_handling (assignment_ptr_id, proposal_id, part, return_by, contact_due_on, is_locked, opinion, keeper_id)
SELECT id, proposal, part, make_date(2020, 2, 17), make_date(2020, 3, 2), false, '', unit FROM work
"""
ROUNDS = """
INSERT INTO proposals_round (handling_id, number, opened_on, due_on, due_rule, due_steps, due_provisional, is_supplementary)
SELECT id, 1, make_date(2020, 2, 10), make_date(2020, 5, 11), '答复', '[]', false, false FROM work WHERE part = 'lead'
"""


def fill(place, *, plain=False):
    """Give a measured `Place` as many cases as it has items, those of the last session still open; a member and a unit's handler.

    A title is a subject, four characters by chance, which `plain` ones do not have, and what is wanted of the subject.
    """
    sessions = _sessions(place)
    author = _person(place, "author", Role.MEMBER)
    place.member = _person(place, "member", Role.MEMBER)
    unit = place.jurisdiction.units.filter(kind="government").order_by("pk").first()
    place.handler = _person(place, "handler", Role.UNIT_HANDLER, unit)
    given = {"place": place.jurisdiction.pk, "sessions": sessions, "author": author.pk, "size": place.size, "per": PER_SESSION}
    given |= {"subjects": SUBJECTS, "words": WORDS, "subject_count": len(SUBJECTS), "word_count": len(WORDS), "strange": 0 if plain else 4}
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for statement in (PROPOSALS, PROPOSERS, WORK, ASSIGNMENTS, HANDLINGS, ROUNDS):
            cursor.execute(statement, given | {"open": place.size - place.size % PER_SESSION - PER_SESSION})
        cursor.execute("COMMIT")


def _sessions(place):
    term = Term.objects.create(jurisdiction=place.jurisdiction, number=1)
    begin = date(1990, 1, 1)
    rows = [Session(term=term, number=n, starts_on=begin + timedelta(n)) for n in range(1, place.size // PER_SESSION + 2)]
    place.sessions = Session.objects.bulk_create(rows)
    return [session.pk for session in place.sessions]


def _person(place, name, role, unit=None):
    person = Person.objects.create_user(f"bench-{name}-{place.jurisdiction.code}", "bench", name="测量", must_change_password=False)
    appoint(person, role, place.jurisdiction, unit=unit)
    return Person.objects.get(pk=person.pk)
