"""Staff change mission sheets."""

import pytest
from django.contrib.auth.models import Permission
from django.forms.models import model_to_dict

from core.models import AuditEntry
from guides.models import Guide
from guides.services import note_edit
from tests.accounts.factories import StaffFactory
from tests.guides.factories import GuideFactory, SheetRoleFactory, SheetStepFactory
from tests.operations.factories import client_of

pytestmark = pytest.mark.django_db

LIST = "/admin/guides/guide/"


@pytest.fixture
def lanes():
    guide = GuideFactory(slug="lanes", why_en="Why", assets=["trails"], platform="")
    SheetRoleFactory(guide=guide)
    SheetStepFactory(guide=guide)
    return guide


@pytest.fixture
def staff():
    return client_of(StaffFactory())


def address(guide):
    return f"{LIST}{guide.pk}/change/"


def form_of(guide, **changes):
    """The form as the page sends it."""
    hidden = {"edited_at", "loaded_checksum", "title", "why"}
    values = {
        name: value
        for name, value in model_to_dict(guide).items()
        if name not in hidden and value is not None and value is not False
    }
    values["needs"] = [other.pk for other in guide.needs.all()]
    for prefix, row in (("roles", guide.roles.get()), ("steps", guide.steps.get())):
        values |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1}
        for name, value in model_to_dict(row).items():
            if value is not None and value is not False:
                values[f"{prefix}-0-{name}"] = value
    return values | changes


def test_staff_change_texts_lists_roles_and_steps(staff, lanes):
    assert staff.get(address(lanes)).status_code == 200
    changes = {
        "why_en": "Another reason",
        "title_fr": "Chemins",
        "assets": ["trails", "flora"],
        "roles-0-maximum": 12,
        "steps-0-title_fr": "Imprimer",
    }

    response = staff.post(address(lanes), form_of(lanes, **changes))

    assert response.status_code == 302, response.context["adminform"].form.errors
    lanes.refresh_from_db()
    assert (lanes.why_en, lanes.title_fr) == ("Another reason", "Chemins")
    assert lanes.assets == ["trails", "flora"]
    assert lanes.roles.get().maximum == 12
    assert lanes.steps.get().title_fr == "Imprimer"
    assert lanes.edited_at is not None
    assert lanes.version == 2
    assert AuditEntry.objects.get().action == "guide.edited"


def test_a_change_of_one_role_is_a_change_of_the_sheet(staff, lanes):
    staff.post(address(lanes), form_of(lanes, **{"roles-0-wished": 5}))

    lanes.refresh_from_db()
    assert lanes.roles.get().wished == 5
    assert lanes.edited_at is not None


def test_saving_without_a_change_leaves_the_sheet_to_its_file(staff, lanes):
    response = staff.post(address(lanes), form_of(lanes))

    assert response.status_code == 302
    lanes.refresh_from_db()
    assert (lanes.edited_at, lanes.version) == (None, 1)


def test_two_edits_at_once_overwrite_nothing(staff, lanes):
    late = form_of(lanes, why_en="The second reason")
    Guide.objects.filter(pk=lanes.pk).update(why_en="The first reason")
    note_edit(guide=lanes, by=None)

    response = staff.post(address(lanes), late)

    assert "Somebody else has saved this sheet" in response.content.decode()
    assert "The second reason" in response.content.decode()
    lanes.refresh_from_db()
    assert lanes.why_en == "The first reason"


@pytest.mark.parametrize(
    "wrong",
    [
        {"why_en": "a\u202eb"},
        {"title_en": "x" * 121},
        {"difficulty": 4},
        {"minutes": 0},
        {"shifts": 0},
        {"minutes": "9" * 40},
        {"assets": ["castle"]},
        {"theme": "zz"},
        {"slug": "a b"},
        {"version": ""},
        {"version": "x"},
        {"roles-0-wished": 99},
        {"steps-0-days_before": "9" * 40},
        {"steps-0-title_en": "a\u202eb"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_in_words(staff, lanes, wrong):
    response = staff.post(address(lanes), form_of(lanes, **wrong))

    assert response.status_code == 200
    lanes.refresh_from_db()
    assert (lanes.why_en, lanes.edited_at, lanes.version) == ("Why", None, 1)
    assert lanes.roles.get().wished == 4


def test_staff_write_a_sheet_of_their_own(staff, lanes):
    values = form_of(lanes, slug="own", title_en="Own", number=40)
    values |= {"roles-INITIAL_FORMS": 0, "steps-INITIAL_FORMS": 0}
    for name in ("roles-0-id", "roles-0-guide", "steps-0-id", "steps-0-guide"):
        del values[name]

    response = staff.post(f"{LIST}add/", values)

    assert response.status_code == 302, response.context["adminform"].form.errors
    own = Guide.objects.get(slug="own")
    assert (own.title_en, own.roles.count(), own.steps.count()) == ("Own", 1, 1)
    assert own.edited_at is not None


def test_staff_take_the_file_again(staff, lanes):
    response = staff.post(LIST, {"action": "restore", "_selected_action": [lanes.pk]}, follow=True)

    assert "0 sheets are as their files say." in response.content.decode()


def test_staff_search_by_title_in_any_language(staff, lanes):
    GuideFactory(slug="herbs", title_fr="Herbes")

    page = staff.get(LIST, {"q": "herbes"}).content.decode()

    assert "herbs" in page
    assert "lanes" not in page


def test_staff_who_may_only_look_change_nothing(lanes):
    reader = StaffFactory(is_superuser=False)
    reader.user_permissions.add(Permission.objects.get(codename="view_guide"))
    client = client_of(reader)

    assert client.get(address(lanes)).status_code == 200
    assert client.post(address(lanes), form_of(lanes, why_en="x")).status_code == 403
