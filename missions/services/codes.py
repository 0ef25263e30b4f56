"""Codes that name people on the papers of an operation."""

from collections.abc import Iterable

from core.short_codes import new_code
from missions.models import PersonCode
from operations.models import Operation
from volunteers.models import Volunteer

LENGTH = 3  # and a sign that checks: 23³ are 12,167 codes
MANY_PEOPLE = 6_000  # from here on codes are longer, so that drawing by lot finds free ones


def codes_of(*, operation: Operation, volunteers: Iterable[Volunteer]) -> dict[int, str]:
    """The code of each volunteer, by the volunteer's id; new for those who had none.

    Two prints at once give a person one code: the constraints let the first row in, and the other
    print reads it.
    """
    wanted = {volunteer.pk for volunteer in volunteers}
    codes = _known(operation)
    while missing := wanted - codes.keys():
        length = LENGTH if len(codes) + len(missing) < MANY_PEOPLE else LENGTH + 1
        PersonCode.objects.bulk_create(
            [
                PersonCode(operation=operation, volunteer_id=pk, code=new_code(length))
                for pk in sorted(missing)
            ],
            ignore_conflicts=True,
            batch_size=500,
        )
        codes = _known(operation)
    return {pk: code for pk, code in codes.items() if pk in wanted}


def _known(operation: Operation) -> dict[int, str]:
    rows = PersonCode.objects.filter(operation=operation)
    return dict(rows.values_list("volunteer_id", "code"))
