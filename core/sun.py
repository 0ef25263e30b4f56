"""When the sun rises and sets: the equations of NOAA's solar calculator, exact to a minute or two.

See docs/decisions/0083-rain-and-daylight.md for why no library does this here.
"""

from datetime import UTC, date, datetime, time, timedelta
from math import acos, asin, cos, degrees, radians, sin, tan
from typing import NamedTuple

# Degrees from overhead when the upper edge of the sun stands at the horizon, the bending of its
# light by the air included.
ZENITH = 90.833
J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


class Daylight(NamedTuple):
    """Sunrise and sunset, UTC; both None where the sun stays up or down all day."""

    rises_at: datetime | None
    sets_at: datetime | None
    is_always_up: bool = False

    def covers(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the sun is up from the one moment to the other."""
        if self.rises_at is None or self.sets_at is None:
            return self.is_always_up
        return self.rises_at <= starts_at and ends_at <= self.sets_at


def daylight(latitude: float, longitude: float, day: date) -> Daylight:
    """Daylight of a day of the calendar at a place; degrees, north and east are positive."""
    midnight = datetime.combine(day, time(), UTC)
    noon = midnight + timedelta(minutes=720 - 4 * longitude)
    declination, _minutes = _sun(noon)
    if _hour_angle(latitude, declination) is None:
        return Daylight(None, None, is_always_up=latitude * declination > 0)
    rises_at = _crossing(midnight, noon, latitude, longitude, before_noon=True)
    sets_at = _crossing(midnight, noon, latitude, longitude, before_noon=False)
    return Daylight(rises_at, sets_at)


def _crossing(
    midnight: datetime, guess: datetime, latitude: float, longitude: float, *, before_noon: bool
) -> datetime:
    """The moment at the horizon: computed for noon, then again for the moment that gave."""
    sign = 1 if before_noon else -1
    for _again in range(3):
        declination, equation = _sun(guess)
        angle = _hour_angle(latitude, declination) or 0.0
        guess = midnight + timedelta(minutes=720 - 4 * (longitude + sign * angle) - equation)
    return guess


def _hour_angle(latitude: float, declination: float) -> float | None:
    """Degrees that the Earth turns between sunrise and noon; None when the sun never crosses."""
    phi, delta = radians(latitude), radians(declination)
    cosine = (cos(radians(ZENITH)) - sin(phi) * sin(delta)) / (cos(phi) * cos(delta) or 1e-12)
    return degrees(acos(cosine)) if -1 <= cosine <= 1 else None


def _sun(moment: datetime) -> tuple[float, float]:
    """The sun's declination in degrees, and the equation of time in minutes."""
    century = (moment - J2000) / timedelta(days=36525)
    longitude = (280.46646 + century * (36000.76983 + century * 0.0003032)) % 360
    anomaly = radians(357.52911 + century * (35999.05029 - 0.0001537 * century))
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + sin(3 * anomaly) * 0.000289
    )
    node = radians(125.04 - 1934.136 * century)
    apparent = radians(longitude + centre - 0.00569 - 0.00478 * sin(node))
    seconds = 21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))
    tilt = radians(23 + (26 + seconds / 60) / 60 + 0.00256 * cos(node))
    declination = degrees(asin(sin(tilt) * sin(apparent)))
    y, mean = tan(tilt / 2) ** 2, radians(longitude)
    equation = 4 * degrees(
        y * sin(2 * mean)
        - 2 * eccentricity * sin(anomaly)
        + 4 * eccentricity * y * sin(anomaly) * cos(2 * mean)
        - 0.5 * y * y * sin(4 * mean)
        - 1.25 * eccentricity * eccentricity * sin(2 * anomaly)
    )
    return declination, equation
