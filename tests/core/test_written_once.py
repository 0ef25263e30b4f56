import pytest

from core.written_once import written_once
from missions.models import Mission
from tests.missions.factories import MissionFactory

pytestmark = pytest.mark.django_db


def test_gives_the_rows_of_the_query_with_one_question(django_assert_num_queries):
    mission, _other = MissionFactory(), MissionFactory()
    ask = written_once(lambda pk: Mission.objects.filter(operation_id=pk).defer("description"))

    with django_assert_num_queries(1):
        found = ask(mission.operation_id)

    assert found == [mission]
    assert vars(found[0])["title_en"] == mission.title_en
    assert ask(0) == []


def test_a_query_with_another_value_is_not_taken():
    ask = written_once(lambda pk: Mission.objects.filter(operation_id=pk, theme="data"))

    with pytest.raises(ValueError, match="only value"):
        ask(1)
