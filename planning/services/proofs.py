"""What people say about a step, and what shows that it is done."""

from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.pictures import reencode
from core.refusal import Refusal
from planning.models import Step, StepComment, StepFile, StepProof

MOST_COMMENTS = 300
MOST_PROOFS = 20
MOST_BYTES = 5 * 1024 * 1024
PDF_BEGINS = b"%PDF-"


@transaction.atomic
def comment(*, step: Step, text: str, by: Any) -> StepComment:
    if step.comments.count() >= MOST_COMMENTS:
        raise Refusal(_("A step has at most %(count)s comments.") % {"count": MOST_COMMENTS})
    said = StepComment.objects.create(step=step, author=by, text=text)
    record(actor=by, action="step.commented", subject=step, comment=said.pk)
    return said


@transaction.atomic
def add_proof(
    *, step: Step, label: str, address: str, file: IO[bytes] | None, by: Any
) -> StepProof:
    """A page elsewhere, or a file: a PDF as it is, a picture without what the camera wrote."""
    if step.proofs.count() >= MOST_PROOFS:
        raise Refusal(_("A step has at most %(count)s proofs.") % {"count": MOST_PROOFS})
    proof = StepProof(step=step, label=label, added_by=by)
    if file:
        proof.media, content = _readable(file)
        proof.size = len(content)
        proof.save()
        StepFile.objects.create(proof=proof, content=content)
    else:
        proof.address = address
        proof.save()
    record(actor=by, action="step.proof_added", subject=step, proof=proof.pk)
    return proof


def _readable(file: IO[bytes]) -> tuple[str, bytes]:
    file.seek(0)
    begins = file.read(len(PDF_BEGINS))
    file.seek(0)
    if begins != PDF_BEGINS:
        return StepProof.Media.WEBP, reencode(file)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refusal(_("This file weighs more than 5 MB. Please send a smaller one, or a link."))
    return StepProof.Media.PDF, content


@transaction.atomic
def remove_proof(*, proof: StepProof, by: Any) -> None:
    step, pk = proof.step, proof.pk
    proof.delete()
    record(actor=by, action="step.proof_removed", subject=step, proof=pk)
