"""Its own data in its own database: one place with few items and one with SIZE of them, made by the database itself."""

from datetime import date

from django.db import connection

from bench import cases_data
from consultation.models import AnnualPlan, PlanItem
from organizations.actions import add_unit, appoint
from organizations.models import Jurisdiction, Level, Person, Role

PER_PLAN = 20_000
FILL = """
INSERT INTO consultation_planitem (public_id, jurisdiction_id, version, created_at, plan_id, kind, kind_name, section, number, "order",
    title, contents, notes, form, is_supervisory, time_text, precision, window_start, window_end, attendance, state, source_spans)
SELECT gen_random_uuid(), %(place)s, 1, now(), %(plan)s, 'consultation', '协商', '', n, n, '推进第' || n || '项重点工作高质量发展',
    '', '', '对口协商', n %% 7 = 0, '6月', 'month', make_date(%(year)s, 6, 1), make_date(%(year)s, 6, 30), '', 'planned', '{}'
FROM generate_series(%(first)s, %(last)s) AS n
"""
UNITS = """
INSERT INTO consultation_itemunit (item_id, unit_id, name, role, "order", lead_assumed)
SELECT item.id, unit.id, unit.name, 'lead', 1, false
FROM consultation_planitem AS item
JOIN LATERAL (SELECT id, name FROM organizations_unit WHERE jurisdiction_id = item.jurisdiction_id ORDER BY id
              OFFSET item.number %% 20 LIMIT 1) AS unit ON true
WHERE item.jurisdiction_id = %(place)s
"""


class Place:
    """A jurisdiction with `size` plan items and a secretary who sees them all."""

    def __init__(self, code, size):
        self.size = size
        self.jurisdiction = Jurisdiction.objects.create(name=f"测量{code}", code=code, level=Level.CITY)
        committee = add_unit(self.jurisdiction, "市政协提案委", "special_committee")
        for number in range(20):
            add_unit(self.jurisdiction, f"市第{number}局")
        self.secretary = Person.objects.create_user(f"bench-{code}", "bench", name="测量", must_change_password=False)
        appoint(self.secretary, Role.SECRETARY, self.jurisdiction, unit=committee)
        self.secretary = Person.objects.get(pk=self.secretary.pk)
        for number in range(-(-size // PER_PLAN)):
            self._plan(number, min(PER_PLAN, size - number * PER_PLAN))
        with connection.cursor() as cursor:
            cursor.execute(UNITS, {"place": self.jurisdiction.pk})

    def _plan(self, number, size):
        year = 2100 - number
        plan = AnnualPlan.objects.create(
            jurisdiction=self.jurisdiction, year=year, title=f"{year}年度协商计划", state="issued", issued_on=date(year, 3, 1)
        )
        self.plan = plan
        with connection.cursor() as cursor:
            cursor.execute(FILL, {"place": self.jurisdiction.pk, "plan": plan.pk, "year": year, "first": 1, "last": size})

    def page_start(self, page):
        """The row number from which page `page` (50 rows a page, the newest first) goes on."""
        items = PlanItem.objects.filter(jurisdiction=self.jurisdiction).order_by("-pk").values_list("pk", flat=True)
        return items[(page - 1) * 50 - 1]


def build(size):
    """(small place of 1,000 items, large place of `size`), with the database's statistics up to date."""
    small, large = Place("small", 1_000), Place("large", size)
    for place in (small, large):
        cases_data.fill(place)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return small, large
