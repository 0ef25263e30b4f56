import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts.decorators import signed_in, staff_only
from accounts.models import User


@signed_in
def private(request):
    return HttpResponse("yours")


@staff_only
def staff_page(request):
    return HttpResponse("staff")


def visit(rf, method="get", user=None, **headers):
    request = getattr(rf, method)("/en/private/?day=2", headers=headers)
    request.user = user or AnonymousUser()
    request.htmx = HtmxDetails(request)
    return request


def test_a_visitor_signs_in_and_comes_back(rf):
    response = private(visit(rf))

    assert response.headers["Location"] == "/en/accounts/login/?next=/en/private/%3Fday%3D2"


def test_a_form_leads_back_to_the_page_it_stands_on(rf):
    response = private(visit(rf, "post", Referer="http://testserver/en/shifts/?page=3"))

    assert response.headers["Location"] == "/en/accounts/login/?next=/en/shifts/%3Fpage%3D3"


@pytest.mark.parametrize("page", ["https://evil.example/en/", "//evil.example", ""])
def test_a_form_from_elsewhere_leads_back_nowhere(rf, page):
    response = private(visit(rf, "post", Referer=page))

    assert response.headers["Location"] == "/en/accounts/login/?next="


def test_a_part_of_a_page_makes_the_whole_page_go(rf):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/en/shifts/"}

    response = private(visit(rf, "post", **headers))

    assert response.headers["HX-Redirect"] == "/en/accounts/login/?next=/en/shifts/"


def test_who_is_signed_in_passes(rf):
    assert private(visit(rf, user=User())).content == b"yours"


@pytest.mark.parametrize(
    "user",
    [None, User(), User(is_staff=True, is_active=False)],
    ids=["visitor", "person", "closed"],
)
def test_a_staff_page_does_not_exist_for_others(rf, user):
    with pytest.raises(Http404):
        staff_page(visit(rf, user=user))


def test_staff_sees_a_staff_page(rf):
    assert staff_page(visit(rf, user=User(is_staff=True))).content == b"staff"
