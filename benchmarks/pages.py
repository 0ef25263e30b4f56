"""Processor time of pages beside a bare Django page, and their queries and weight.

The application is called as a web server would call it, in this process, so that nothing but
the page is measured.
"""

import gzip
import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils.translation import override

from accounts.models import User
from benchmarks import Row
from core import kept
from missions.models import Mission
from operations.models import Membership, Operation, Role

REPEATS = 40
GZIP = b"\x1f\x8b"


def bare(request: Any) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Bare</title><p>Nothing.</p>")


urlpatterns = [path("bare/", bare)]


def get(application: Callable, address: str) -> tuple[str, bytes]:
    """Status and body of a page, asked for as a browser does; those of a team, as its organizer."""
    answer: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": _cookie() if "/organize/" in address else "",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    response = application(environ, lambda status, headers: answer.append(status))
    body = b"".join(response)
    response.close()
    return answer[0], body


@cache
def _cookie() -> str:
    """The session of somebody who organizes the biggest operation."""
    organizer = User.objects.create_user(email="organizer@bench.example")
    Membership.objects.create(operation=biggest(), user=organizer, role=Role.COORDINATOR)
    client = Client()
    client.force_login(organizer)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def by_size() -> QuerySet[Any]:
    return Operation.objects.annotate(size=Count("missions__shifts")).order_by("size", "pk")


def biggest() -> Any:
    return by_size().reverse()[0]


def milliseconds(application: Callable, address: str, *, cold: bool = False) -> float:
    """The median of the processor time that one request takes."""
    get(application, address)
    times = []
    for _ in range(REPEATS):
        if cold:
            empty_caches()
        begun = time.process_time()
        get(application, address)
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1000


@contextmanager
def bare_application() -> Iterator[Callable]:
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF="benchmarks.pages"):
        yield WSGIHandler()


def pages() -> Iterator[tuple[str, str, str]]:
    """Name, address, goal."""
    usual, big = by_size()[0], biggest()
    mission = Mission.objects.filter(operation=usual)[0]
    with override("fr"):
        yield "home", reverse("pages:home"), "12 ms"
        yield f"operations, {by_size().count()} of them", reverse("pages:operation-list"), ""
        yield (
            f"operation, {usual.size} shifts",
            reverse("missions:operation-detail", args=[usual.slug]),
            "6 ms, 6 queries",
        )
        yield (
            "mission",
            reverse("missions:mission-detail", args=[usual.slug, mission.pk]),
            "10 ms, 8 queries",
        )
        yield (
            f"operation, {big.size} shifts",
            reverse("missions:operation-detail", args=[big.slug]),
            "60 ms cold, 6 queries",
        )
        yield (
            f"sign-up, {big.size} shifts",
            reverse("missions:signup", args=[big.slug]),
            "8 ms warm, 60 cold, 8 queries",
        )
        yield (
            f"organizer's home, {big.size} shifts",
            reverse("missions:organize-operation", args=[big.slug]),
            "200 ms, 12 queries",
        )


def queries(application: Callable, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        status, _body = get(application, address)
    if not status.startswith("200"):
        raise RuntimeError(f"{address} answered {status}")
    return len(captured)


def empty_caches() -> None:
    kept.forget()
    for each in caches.all():
        each.clear()


def rows() -> Iterator[Row]:
    with bare_application() as application:
        floor = milliseconds(application, "/bare/")
    yield Row("bare page", f"{floor:.2f} ms", "1")
    application = WSGIHandler()
    for name, address, goal in pages():
        empty_caches()
        queries_cold, queries_warm = [queries(application, address) for _ in range(2)]
        cold = milliseconds(application, address, cold=True)
        warm = milliseconds(application, address)
        body = get(application, address)[1]
        weight = len(gzip.decompress(body)) if body.startswith(GZIP) else len(body)
        yield Row(
            name,
            f"{warm:.1f} ms and {queries_warm} queries warm, {cold:.1f} and {queries_cold} cold; "
            f"{weight / 1024:.0f} KiB, {len(body) / 1024:.1f} compressed",
            f"{warm / floor:.0f} × warm, {cold / floor:.0f} × cold",
            goal,
        )
