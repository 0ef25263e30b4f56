import json

import pytest

from communes.geoapi import Surroundings, Unreachable, Unserved, surroundings_in

BROCAS = {
    "nom": "Brocas",
    "code": "40056",
    "centre": {"type": "Point", "coordinates": [-0.5339, 44.0447]},
    "surface": 5346.2,
    "contour": {
        "type": "Polygon",
        "coordinates": [[[-0.6, 44.0], [-0.5, 44.0], [-0.5, 44.1], [-0.6, 44.1], [-0.6, 44.0]]],
    },
}


def ask(service, department="40", timeout=5.0):
    pauses = []
    try:
        return surroundings_in(department, url=service.url, timeout=timeout, pause=pauses.append)
    finally:
        service.pauses = pauses


def test_one_request_tells_the_surroundings_of_a_departement(geo_service):
    geo_service.answer("40", BROCAS, {"nom": "Bare", "code": "40999"})

    found = ask(geo_service)

    assert found == [
        Surroundings("40056", (-0.5339, 44.0447), 53.46, BROCAS["contour"]),
        Surroundings("40999", None, None, None),
    ]
    assert geo_service.requests == [
        (
            "/departements/40/communes"
            "?fields=nom,code,centre,surface,contour&format=json&geometry=contour",
            "FREE-MISSION (communes directory)",
        )
    ]


@pytest.mark.parametrize(
    ("busy", "pauses"),
    [
        ((429, "", {"Retry-After": "7"}), [7.0]),
        ((429, "", {"Retry-After": "9999"}), [60.0]),
        ((429, "", {"Retry-After": "soon"}), [1.0]),
        ((500, "broken", {}), [1.0]),
        ((503, "", {}), [1.0]),
    ],
)
def test_a_busy_service_is_asked_again_after_a_pause(geo_service, busy, pauses):
    geo_service.answers["40"] = [busy, (200, json.dumps([BROCAS]), {})]

    assert [one.code for one in ask(geo_service)] == ["40056"]
    assert geo_service.pauses == pauses


def test_a_service_that_stays_broken_is_given_up_with_longer_and_longer_pauses(geo_service):
    geo_service.answers["40"] = [(500, "", {})]

    with pytest.raises(Unreachable, match="HTTP 500"):
        ask(geo_service)
    assert geo_service.pauses == [1, 2, 4]


def test_an_unknown_departement_is_not_asked_again(geo_service):
    with pytest.raises(Unserved):
        ask(geo_service, "975")
    assert len(geo_service.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        (200, "<html>garbage", {}),
        (200, '{"not": "a list"}', {}),
        (200, "", {}),
        (200, "\x00\ufffe", {}),
        (400, "", {}),
        (403, "", {}),
    ],
)
def test_an_answer_of_no_use_is_not_asked_again(geo_service, answer):
    geo_service.answers["40"] = [answer]

    with pytest.raises(Unreachable):
        ask(geo_service)
    assert len(geo_service.requests) == 1


def test_a_silent_service_is_left_after_the_time_out(geo_service):
    geo_service.answers["40"] = [("silent", "", {})]

    with pytest.raises(Unreachable, match="timed out"):
        ask(geo_service, timeout=0.05)


def test_no_service_at_all_is_said_so():
    with pytest.raises(Unreachable):
        surroundings_in("40", url="http://127.0.0.1:9", timeout=1, pause=lambda seconds: None)
    with pytest.raises(Unreachable, match="must begin with"):
        surroundings_in("40", url="file:///etc/passwd")


def test_strange_facts_are_left_out_and_the_others_kept(geo_service):
    strange = {
        "code": "40056",
        "centre": {"type": "Point", "coordinates": [999, 44]},
        "surface": -1,
        "contour": {"type": "Polygon", "coordinates": "no"},
    }
    geo_service.answer("40", "text", None, {"code": 5}, strange, {**BROCAS, "surface": True})

    assert [
        (one.code, one.centre, one.area_km2, bool(one.outline)) for one in ask(geo_service)
    ] == [
        ("40056", None, None, False),
        ("40056", (-0.5339, 44.0447), None, True),
    ]
