"""Asking the public geographic service where communes lie."""

import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from communes.outlines import simplified

DEFAULT_URL = "https://geo.api.gouv.fr"
FIELDS = "fields=nom,code,centre,surface,contour&format=json&geometry=contour"
USER_AGENT = "FREE-MISSION (communes directory)"
LARGEST_ANSWER = 64 * 1024 * 1024
ATTEMPTS = 4
LONGEST_PAUSE = 60.0


class Unreachable(Exception):
    """The service gave no usable answer; the text says why."""


class Unserved(Exception):
    """The service does not know this département."""


@dataclass(frozen=True)
class Surroundings:
    """Where a commune lies, as far as the service told."""

    code: str
    centre: tuple[float, float] | None  # longitude, latitude
    area_km2: float | None
    outline: dict[str, Any] | None


def surroundings_in(
    department: str,
    *,
    url: str = DEFAULT_URL,
    timeout: float = 30,
    pause: Callable[[float], None] = time.sleep,
) -> list[Surroundings]:
    """The surroundings of every commune of a département, in one request."""
    address = f"{url.rstrip('/')}/departements/{quote(department, safe='')}/communes?{FIELDS}"
    answer = _fetch(address, timeout=timeout, pause=pause)
    if not isinstance(answer, list):
        raise Unreachable("the answer is not a list")
    return list(_understood(answer))


def _fetch(address: str, *, timeout: float, pause: Callable[[float], None]) -> Any:
    """The one place that goes out: JSON from the service, with patience when it is busy."""
    if not address.startswith(("http://", "https://")):
        raise Unreachable("the address must begin with http:// or https://")
    request = Request(address, headers={"User-Agent": USER_AGENT, "Accept": "application/json"})
    reason, wait = "", 0.0
    for attempt in range(ATTEMPTS):
        if attempt:
            pause(min(wait, LONGEST_PAUSE))
        wait = 2.0**attempt
        try:
            with urlopen(request, timeout=timeout) as response:
                return json.loads(response.read(LARGEST_ANSWER))
        except HTTPError as error:
            if error.code == 404:
                raise Unserved from None
            if error.code != 429 and error.code < 500:
                raise Unreachable(f"HTTP {error.code}") from None
            wait = max(wait, _seconds(error.headers.get("Retry-After")))
            reason = f"HTTP {error.code}"
        except ValueError:
            raise Unreachable("the answer is not JSON") from None
        except (OSError, HTTPException) as error:
            reason = str(error) or type(error).__name__
    raise Unreachable(reason)


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isdigit() else 0.0


def _understood(answer: list[Any]) -> Iterator[Surroundings]:
    for item in answer:
        if isinstance(item, dict) and isinstance(item.get("code"), str):
            yield Surroundings(
                code=item["code"],
                centre=_centre(item.get("centre")),
                area_km2=_km2(item.get("surface")),
                outline=simplified(item.get("contour")),
            )


def _centre(point: Any) -> tuple[float, float] | None:
    try:
        if point["type"] != "Point":
            return None
        longitude, latitude = (float(number) for number in point["coordinates"][:2])
    except (KeyError, TypeError, ValueError):
        return None
    is_on_earth = -180 <= longitude <= 180 and -90 <= latitude <= 90
    return (longitude, latitude) if is_on_earth else None


def _km2(hectares: Any) -> float | None:
    # The service says square metres and sends hectares: its code divides by ten thousand.
    is_number = isinstance(hectares, int | float) and not isinstance(hectares, bool)
    if not is_number or not math.isfinite(hectares) or hectares <= 0:
        return None
    return round(hectares / 100, 2)
