"""What machines read of the operations: calendars, news, a map layer."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.dates import days_in_words
from missions.entries import shift_entry
from missions.models import Shift
from notifications.calendar import Entry, calendar_feed
from operations.models import Operation, OperationQuerySet
from translations.texts import text_of

View = Callable[..., HttpResponse]
NEWS = 30


def in_asked_language(view: View) -> View:
    """Speak the language that `?lang=` names: subscriptions know nothing of the reader's."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("lang", "")
        if asked in dict(settings.LANGUAGES):
            # Kept until the answer has left: the middleware names its language in a header.
            translation.activate(asked)
        return view(request, *args, **kwargs)

    return wrapper


def open_to_all(view: View) -> View:
    """Pages of other sites may read this."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return wrapper


def _public() -> OperationQuerySet:
    return Operation.objects.public().select_related("commune").defer("commune__outline")


@require_safe
@open_to_all
@conditional_page
@in_asked_language
def operations_geojson(request: HttpRequest) -> HttpResponse:
    """The public operations whose commune has known coordinates."""
    placed = _public().exclude(commune__latitude=None).order_by("-starts_on", "pk")
    features = [
        {
            "type": "Feature",
            "id": operation.slug,
            "geometry": {
                "type": "Point",
                "coordinates": [operation.commune.longitude, operation.commune.latitude],
            },
            "properties": {
                "title": text_of(operation, "title").text,
                "url": settings.PUBLIC_BASE_URL + operation.get_absolute_url(),
                "status": operation.status,
                "starts_on": operation.starts_on.isoformat(),
                "ends_on": operation.ends_on.isoformat(),
                "is_fictional": operation.is_fictional,
                "commune": operation.commune.name,
                "commune_code": operation.commune.code,
                "country": operation.commune.country,
            },
        }
        for operation in placed
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False},
    )


def operation_entry(operation: Operation) -> Entry:
    """All the days of an operation, from midnight to midnight on its own clocks."""
    first, last = (
        datetime.combine(day, time(), operation.zone)
        for day in (operation.starts_on, operation.ends_on + timedelta(days=1))
    )
    return Entry(
        uid=f"operation-{operation.pk}",
        title=text_of(operation, "title").text,
        start=first,
        end=last,
        sequence=operation.version,
        location=operation.commune.name,
        description=text_of(operation, "summary").text,
        url=settings.PUBLIC_BASE_URL + operation.get_absolute_url(),
        is_cancelled=operation.status == Operation.Status.CANCELLED,
    )


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@require_safe
@in_asked_language
def operations_calendar(request: HttpRequest) -> HttpResponse:
    entries = [operation_entry(operation) for operation in _public().order_by("starts_on", "pk")]
    return _calendar(calendar_feed(entries, name=settings.SITE_NAME), "operations")


@require_safe
@in_asked_language
def operation_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The operation and its programme."""
    operation = get_object_or_404(_public(), slug=slug)
    shifts = (
        Shift.objects.filter(mission__operation=operation, is_released=True)
        .select_related("mission__operation", "mission__place", "place")
        .order_by("starts_at", "pk")
    )
    entries = [operation_entry(operation)] + [
        shift_entry(shift, is_cancelled=shift.mission.cancelled_at is not None) for shift in shifts
    ]
    return _calendar(calendar_feed(entries, name=text_of(operation, "title").text), slug)


@require_safe
@in_asked_language
def operations_news(request: HttpRequest) -> HttpResponse:
    """The latest operations, as an Atom feed."""
    feed = Atom1Feed(
        title=settings.SITE_NAME,
        link=settings.PUBLIC_BASE_URL + "/",
        description=_("Operations to join, and what past ones gave."),
        language=translation.get_language(),
        feed_url=settings.PUBLIC_BASE_URL + request.path,
    )
    for operation in _public().order_by("-created_at", "-pk")[:NEWS]:
        address = settings.PUBLIC_BASE_URL + operation.get_absolute_url()
        feed.add_item(
            title=text_of(operation, "title").text,
            link=address,
            unique_id=f"{settings.PUBLIC_BASE_URL}/id/operation/{operation.pk}",
            description="\n".join(
                [
                    f"{operation.commune.name}, "
                    f"{days_in_words(operation.starts_on, operation.ends_on)}",
                    text_of(operation, "summary").text,
                ]
            ),
            author_name=operation.organizing_body,
            pubdate=operation.created_at,
            updateddate=operation.created_at,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
