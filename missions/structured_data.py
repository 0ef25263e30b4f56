"""An operation for search engines, in the words of schema.org."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from operations.models import Operation, Partner
from translations.texts import text_of

# Inside <script>, these letters could end the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def event_of(operation: Operation, partners: Iterable[Partner] = ()) -> SafeString:
    """A JSON-LD data block. It is never executed, so the content security policy lets it be."""
    commune = operation.commune
    is_cancelled = operation.status == operation.Status.CANCELLED
    event: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": text_of(operation, "title").text,
        "description": text_of(operation, "summary").text,
        "url": settings.PUBLIC_BASE_URL + operation.get_absolute_url(),
        "startDate": operation.starts_on.isoformat(),
        "endDate": operation.ends_on.isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if is_cancelled else 'Scheduled'}",
        "isAccessibleForFree": True,
        "inLanguage": operation.languages or [get_language()],
        "location": {
            "@type": "Place",
            "name": commune.name,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": commune.name,
                "addressRegion": commune.region_name,
                "addressCountry": commune.country,
            },
        },
        "organizer": [
            {"@type": "Organization", "name": name}
            for name in [operation.organizing_body, *(partner.name for partner in partners)]
            if name
        ],
    }
    if commune.latitude is not None:
        event["location"]["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": commune.latitude,
            "longitude": commune.longitude,
        }
    if operation.cover:
        event["image"] = settings.PUBLIC_BASE_URL + operation.cover.url
    return mark_safe(json.dumps(event, ensure_ascii=False).translate(_ESCAPES))
