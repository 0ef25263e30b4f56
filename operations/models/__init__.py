"""Operations, who may do what there, what the charter asks, and what committees decide."""

from operations.models.charter import (
    CharterLine,
    CommitteeMember,
    Indicator,
    Meeting,
    Waiver,
)
from operations.models.decisions import Motion, MotionQuerySet, Vote, VoteLink
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
    "Motion",
    "MotionQuerySet",
    "Operation",
    "OperationQuerySet",
    "Partner",
    "Role",
    "Vote",
    "VoteLink",
    "Waiver",
]
