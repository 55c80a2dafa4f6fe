"""A series of document numbers goes on from where it stood on paper, never backward, with a trail."""

import pytest

from documents.models import NumberSeries
from documents.models.numbers import draw_number

BASE = "/admin/documents/numberseries/"


def text(response):
    return response.content.decode()


def test_a_series_begins_in_the_middle_of_its_year(secretary, world):
    body = {"jurisdiction": world.place.pk, "word": "测府办", "year": 2026, "next": 13}
    assert secretary.post(f"{BASE}add/", body).status_code == 302
    assert draw_number(world.place, "测府办", 2026) == "测府办〔2026〕13号"
    again = secretary.post(f"{BASE}add/", body | {"next": 20})
    assert again.status_code == 200 and NumberSeries.objects.get().last == 13


@pytest.mark.parametrize("change", [{"next": 0}, {"next": "x"}, {"next": ""}, {"year": 1900}, {"year": 99999}, {"word": ""}])
def test_a_wrong_series_is_refused(secretary, world, change):
    body = {"jurisdiction": world.place.pk, "word": "测府办", "year": 2026, "next": 13} | change
    assert secretary.post(f"{BASE}add/", body).status_code == 200
    assert not NumberSeries.objects.exists()


def test_the_next_number_moves_forward_only(secretary, office):
    series = NumberSeries.objects.create(jurisdiction=office.world.place, word="测府办", year=2026, last=12)
    act = f"{BASE}{series.pk}/act/set_next/"
    assert "设定下一号" in text(secretary.get(f"{BASE}{series.pk}/change/"))
    refused = secretary.post(act, {"next": 12})
    assert refused.status_code == 400 and "下一号不能小于 13" in text(refused)
    assert secretary.post(act, {"next": 20}).status_code == 302
    series.refresh_from_db()
    assert series.last == 19
    history = text(secretary.get(f"{BASE}{series.pk}/history/"))
    assert "19" in history and office.world.secretary.name in history
    for who, status in {"office": 403, "foreign": 404, "handler": 403}.items():
        assert office.client(who).post(act, {"next": 30}).status_code == status, who
    series.refresh_from_db()
    assert series.last == 19
