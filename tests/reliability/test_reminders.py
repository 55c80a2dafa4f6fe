"""The short form of `make rel-reminders`: a few hundred notices, killed dispatchers, a mail server in bad moods."""

import pytest

from tests.reliability.reminders import Trial, control, outage, trouble

pytestmark = pytest.mark.django_db(transaction=True)


def broken(claims):
    return [claim for claim in claims if not claim[3]]


def test_nothing_is_lost_while_dispatchers_are_killed():
    moods = ((0.2, "busy", 0.3), (0.4, "silent", 0.5), (0.6, "hang up", 0.3))
    assert broken(trouble(Trial(300, 5, moods=moods, limit=90, attempts=5))) == []


def test_after_an_outage_each_person_gets_one_message():
    assert broken(outage(20, 6)) == []


def test_the_trial_sees_mail_that_is_lost():
    assert broken(control(300, 3)) == []
