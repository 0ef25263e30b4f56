"""Operations, who may do what there, and what the charter asks before one opens."""

from operations.models.charter import (
    CharterLine,
    CommitteeMember,
    Indicator,
    Meeting,
    Waiver,
)
from operations.models.operation import (
    Figure,
    Invitation,
    Licence,
    Membership,
    Operation,
    OperationQuerySet,
    Partner,
    Role,
)

__all__ = [
    "CharterLine",
    "CommitteeMember",
    "Figure",
    "Indicator",
    "Invitation",
    "Licence",
    "Meeting",
    "Membership",
    "Operation",
    "OperationQuerySet",
    "Partner",
    "Role",
    "Waiver",
]
