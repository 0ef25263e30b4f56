"""A form sent twice is done once, even at the same moment."""

import threading
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from core.middleware import ClientKeyMiddleware
from core.models import AuditEntry, ClientKey
from tests.accounts.factories import UserFactory


def send(view, key, *, path="/x/", user=None, method="post"):
    request = getattr(RequestFactory(), method)(path, {"client_key": str(key)})
    request.user = user or AnonymousUser()
    middleware = ClientKeyMiddleware(view)
    return middleware.process_view(request, view, (), {})


class Counted:
    """A view that counts its calls."""

    def __init__(self, answer):
        self.calls = 0
        self.answer = answer

    def __call__(self, request):
        self.calls += 1
        return self.answer


@pytest.mark.django_db
def test_the_same_key_gets_the_same_answer_and_the_view_is_called_once():
    view, key = Counted(HttpResponseRedirect("/done/")), uuid.uuid4()

    answers = [send(view, key) for _ in range(3)]

    assert [answer.url for answer in answers] == ["/done/"] * 3
    assert view.calls == 1


@pytest.mark.django_db
def test_an_answer_that_changed_nothing_may_be_asked_again():
    view, key = Counted(HttpResponse("please correct", status=422)), uuid.uuid4()

    send(view, key)
    send(view, key)

    assert (view.calls, ClientKey.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_another_key_person_or_address_is_another_form():
    view, key = Counted(HttpResponseRedirect("/done/")), uuid.uuid4()

    send(view, key)
    send(view, uuid.uuid4())
    send(view, key, user=UserFactory())
    send(view, key, path="/y/")

    assert view.calls == 4


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x", "1" * 10_000])
def test_a_form_without_a_real_key_goes_through_unguarded(key):
    assert send(Counted(HttpResponseRedirect("/")), key) is None


@pytest.mark.django_db
def test_looking_needs_no_key():
    assert send(Counted(HttpResponse()), uuid.uuid4(), method="get") is None


@pytest.mark.django_db
def test_an_error_leaves_no_key_behind():
    def broken(request):
        raise RuntimeError("broken")

    key = uuid.uuid4()
    with pytest.raises(RuntimeError):
        send(broken, key)

    assert ClientKey.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_sixteen_clicks_at_once_are_one_deed():
    user, key, gate = UserFactory(), uuid.uuid4(), threading.Barrier(16)
    answers = []

    def view(request):
        from core.audit import record

        record(actor=user, action="clicked", subject=user)
        return HttpResponseRedirect("/done/")

    def click():
        gate.wait()
        try:
            answers.append(send(view, key, user=user).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["/done/"] * 16
    assert AuditEntry.objects.filter(action="clicked").count() == 1
