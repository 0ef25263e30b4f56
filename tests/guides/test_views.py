"""The catalogue and the page of a mission sheet."""

import gzip

import pytest

from core.kept import forget
from core.themes import Theme
from guides.models import Guide, SheetRole, SheetStep
from tests.accounts.factories import StaffFactory, UserFactory
from tests.guides.factories import GuideFactory, SheetRoleFactory, SheetStepFactory
from tests.html import HTML, parsed, texts_of
from tests.operations.factories import client_of

pytestmark = pytest.mark.django_db

LIST = "/en/guides/"
GZIP = {"accept-encoding": "gzip"}


def words(response):
    return " ".join(response.content.decode().split())


def titles(response):
    return [
        " ".join(texts_of(element))
        for element in parsed(response).iter(f"{HTML}h3")
        if "card__title" in element.get("class", "")
    ]


def whole(client, address):
    return gzip.decompress(client.get(address, headers=GZIP).content).decode()


@pytest.fixture
def lanes():
    guide = GuideFactory(
        slug="lanes",
        title_en="Walk the lanes",
        title_fr="Les chemins",
        summary_en="Every lane on the map.",
        summary_fr="Tous les chemins sur la carte.",
        why_en="A map that *everybody* shares.",
        before_en="1. Choose sectors.\n2. Print sheets.",
        equipment_en="- Ten phones",
        results_en="New lanes.",
        rights_en="Take no faces.",
        audience_en="All ages",
        prerequisites_en="A map of sectors.",
        mission_kind="field_mapping",
        minutes=150,
        shifts=2,
        place="outdoors",
        is_outdoors=True,
        assets=["trails"],
        outputs=["osm_edits"],
        documents=["field-sheet"],
        is_figure_ours=["minutes", "roles"],
        platform="OpenStreetMap",
        licence="ODbL-1.0",
    )
    SheetRoleFactory(guide=guide, minimum=6, wished=15, maximum=30)
    SheetStepFactory(guide=guide, days_before=56, is_blocking=True, title_fr="Imprimer les fiches")
    guide.needs.add(GuideFactory(slug="remote", title_en="Trace from afar"))
    return guide


def test_cards_say_what_a_mission_takes(client, lanes):
    response = client.get(LIST)

    assert titles(response) == ["Walk the lanes", "Trace from afar"]
    page = words(response)
    for text in [
        "2 mission sheets",
        "Every lane on the map.",
        "Field mapping",
        "No experience needed",
        "6 to 30 people",
        "2 h 30",
        "Outdoors",
    ]:
        assert text in page


def test_sheets_stand_under_their_themes_in_the_order_of_the_catalogue(client):
    for number, theme, title in [
        (3, Theme.BOTANY, "Herbs"),
        (2, Theme.GEOGRAPHY, "Walls"),
        (1, Theme.GEOGRAPHY, "Lanes"),
    ]:
        GuideFactory(number=number, theme=theme, title_en=title)

    response = client.get(LIST)

    headings = [texts_of(one) for one in parsed(response).iter(f"{HTML}h2")][:2]
    assert headings == [["Geography"], ["Botany"]]
    assert titles(response) == ["Lanes", "Walls", "Herbs"]
    assert 'href="#botany"' in words(response)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("theme=botany", ["Herbs"]),
        ("asset=trails", ["Lanes"]),
        ("q=CHATEAU", ["Walls"]),
        ("q=openstreetmap+lane", ["Lanes"]),
        ("q=lanes&theme=botany", []),
        ("q=%1B&theme=zz&asset=castle&page=9", ["Lanes", "Walls", "Herbs"]),
        ("theme=botany&theme=zz", ["Lanes", "Walls", "Herbs"]),
        (f"q={'x' * 5000}", ["Lanes", "Walls", "Herbs"]),
        ("q=%E2%80%AE", ["Lanes", "Walls", "Herbs"]),
        ("q=%25", ["Lanes", "Walls", "Herbs"]),
        ("q=<script>", []),
    ],
)
def test_the_catalogue_is_searched_and_filtered_without_script(client, query, expected):
    GuideFactory(title_en="Lanes", number=1, assets=["trails"], platform="OpenStreetMap")
    GuideFactory(title_en="Walls", number=2, why_fr="Le tour du château.")
    GuideFactory(title_en="Herbs", number=3, theme=Theme.BOTANY)

    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert titles(response) == expected
    assert ("No mission sheet fits these choices." in words(response)) == (not expected)


def test_the_catalogue_says_so_when_it_is_empty(client):
    assert "Nothing here yet" in words(client.get(LIST))


def test_a_sheet_tells_everything(client, lanes):
    response = client.get("/en/guides/lanes/")
    page = words(response)

    parsed(response)
    for text in [
        "<h1>Walk the lanes</h1>",
        "Every lane on the map.",
        "A map that <em>everybody</em> shares.",
        "<ol> <li>Choose sectors.</li> <li>Print sheets.</li> </ol>",
        "<li>Ten phones</li>",
        "All ages",
        "2 shifts of 2 h 30",
        "Depends on the weather",
        "1 of 3",
        "Paths and trails",
        "New lanes.",
        "Additions to OpenStreetMap",
        "ODbL 1.0",
        "Take no faces.",
        "A map of sectors.",
        '<a href="/en/guides/remote/">Trace from afar</a>',
        "Field sheet",
        "8 weeks before · Mission lead",
        "Print the field sheets",
        "The mission waits for it",
        "yours to change: length of a shift, number of people.",
    ]:
        assert text in page
    table = next(parsed(response).iter(f"{HTML}tbody"))
    assert texts_of(table) == ["Contributor", "6", "15", "30"]


def test_what_a_sheet_does_not_say_has_no_heading(client):
    GuideFactory(slug="bare")

    response = client.get("/en/guides/bare/")

    headings = [" ".join(texts_of(one)) for one in parsed(response).iter(f"{HTML}h2")]
    assert headings[:2] == ["In short", "What it gives"]
    assert "Our own estimate" not in words(response)


def test_a_sheet_is_read_in_the_language_of_the_page_and_marked_where_it_is_not(client, lanes):
    page = words(client.get("/fr/guides/lanes/"))

    assert "<h1>Les chemins</h1>" in page
    assert "Imprimer les fiches" in page
    assert '<div lang="en" dir="ltr"><p>A map that' in page
    assert '<span lang="en" dir="ltr">Trace from afar</span>' in page


def test_texts_cannot_bring_markup_of_their_own(client):
    GuideFactory(slug="bad", title_en="<b>x</b>", why_en="<script>x</script> [a](javascript:x)")

    page = words(client.get("/en/guides/bad/"))

    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<script>x" not in page
    assert 'href="javascript' not in page


def test_a_sheet_that_is_not_published_is_only_for_the_sites_staff(client, lanes):
    Guide.objects.filter(pk=lanes.needs.get().pk).update(is_published=False)
    address = "/en/guides/remote/"

    answers = [one.get(address).status_code for one in (client, client_of(UserFactory()))]
    assert answers == [404, 404]
    assert client.get(address, headers=GZIP).status_code == 404
    assert "Trace from afar" not in words(client.get(LIST))
    assert "Trace from afar" not in words(client.get("/en/guides/lanes/"))
    staff = client_of(StaffFactory())
    assert "Draft" in words(staff.get(address))
    assert "Trace from afar" in words(staff.get(LIST))


@pytest.mark.parametrize("slug", ["no-such-sheet", "x" * 300, "1"])
def test_a_sheet_that_does_not_exist_is_not_found(client, slug):
    assert client.get(f"/en/guides/{slug}/").status_code == 404
    assert client.get(f"/en/guides/{slug}/", headers=GZIP).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_catalogue_takes_three_queries_cold_and_one_warm(
    client, count, django_assert_num_queries
):
    SheetRoleFactory.create_batch(count)
    forget()

    with django_assert_num_queries(3):
        cold = whole(client, LIST)
    with django_assert_num_queries(1):
        warm = whole(client, LIST)

    assert cold == warm
    assert cold.count("card__title") == count


@pytest.mark.parametrize("count", [1, 5])
def test_a_sheet_takes_five_queries_cold_and_one_warm(client, count, django_assert_num_queries):
    guide = GuideFactory(slug="lanes")
    for role in SheetRole.Role.values[:count]:
        SheetRoleFactory(guide=guide, role=role)
    SheetStepFactory.create_batch(count, guide=guide)
    guide.needs.set(GuideFactory.create_batch(count))
    forget()

    with django_assert_num_queries(5):
        whole(client, "/en/guides/lanes/")
    with django_assert_num_queries(1):
        whole(client, "/en/guides/lanes/")


@pytest.mark.parametrize(
    ("model", "change", "shown"),
    [
        (Guide, {"why_en": "A fresh reason"}, "A fresh reason"),
        (Guide, {"title_en": "A fresh title"}, "A fresh title"),
        (Guide, {"minutes": 45}, "45 min"),
        (Guide, {"documents": ["poster"]}, "Poster"),
        (SheetRole, {"maximum": 77}, "77"),
        (SheetStep, {"title_en": "A fresh step"}, "A fresh step"),
        (SheetStep, {"days_before": 21}, "3 weeks before"),
    ],
)
def test_a_change_shows_at_once_on_a_page_that_is_kept(client, lanes, model, change, shown):
    assert shown not in whole(client, "/en/guides/lanes/")

    model.objects.update(**change)

    assert shown in whole(client, "/en/guides/lanes/")


@pytest.mark.parametrize(
    ("model", "change", "shown"),
    [
        (Guide, {"summary_en": "A fresh summary"}, "A fresh summary"),
        (Guide, {"theme": "botany"}, 'id="botany"'),
        (Guide, {"place": "farm"}, "Farm"),
        (SheetRole, {"maximum": 77}, "6 to 77 people"),
    ],
)
def test_a_change_shows_at_once_in_the_catalogue_that_is_kept(client, lanes, model, change, shown):
    assert shown not in whole(client, LIST)

    model.objects.update(**change)

    assert shown in whole(client, LIST)


def test_the_catalogue_is_found_from_every_page_and_by_search_engines(client, lanes):
    assert f'href="{LIST}"' in words(client.get("/en/about/"))
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/fr/guides/</loc>" in sitemap
    assert "<loc>http://testserver/en/guides/lanes/</loc>" in sitemap
