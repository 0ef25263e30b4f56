"""Proofs: links, and files that only the team opens."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from operations.models import Role
from planning.models import StepFile, StepProof
from planning.services.proofs import MOST_BYTES, MOST_PROOFS
from tests.operations.factories import MembershipFactory, client_of, member_client
from tests.planning.factories import ProofFactory, StepFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def address(step, rest=""):
    return f"/en/organize/{step.plan.operation.slug}/plan/{step.pk}/proofs/{rest}"


def upload(content, name="délibération.pdf"):
    return SimpleUploadedFile(name, content)


def jpeg():
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "home of Maïa, 44.05 N"
    Image.new("RGB", (64, 32), "green").save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_link_is_shown_with_what_it_is():
    step = StepFactory()
    client = member_client(step.plan.operation)

    client.post(address(step), {"label": "Minutes", "address": "example.org/minutes"})

    page = client.get(step.get_absolute_url()).text
    rel = "nofollow noopener noreferrer"
    assert f'<a href="https://example.org/minutes" rel="{rel}">Minutes</a>' in page


def test_a_pdf_is_saved_by_the_team_and_by_nobody_else(client):
    step = StepFactory()
    member = member_client(step.plan.operation, Role.REVIEWER)
    member_client(step.plan.operation).post(
        address(step), {"label": "Résolution: signée", "file": upload(PDF)}
    )
    proof = StepProof.objects.get()

    answer = member.get(address(step, f"{proof.pk}/"))

    assert (answer.content, answer.headers["Content-Type"]) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="resolution-signee.pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]
    assert (proof.media, proof.size) == ("application/pdf", len(PDF))
    assert client.get(address(step, f"{proof.pk}/")).status_code == 302
    stranger = member_client(StepFactory().plan.operation)
    assert stranger.get(address(step, f"{proof.pk}/")).status_code == 404


def test_a_picture_loses_what_the_camera_wrote_and_becomes_webp():
    step = StepFactory()
    client = member_client(step.plan.operation)

    client.post(address(step), {"label": "Poster", "file": upload(jpeg(), "x.jpg")})

    proof = StepProof.objects.get()
    content = client.get(address(step, f"{proof.pk}/")).content
    assert (Image.open(io.BytesIO(content)).format, b"Ma" in content) == ("WEBP", False)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"label": ""}, "This field is required."),
        ({"label": "x" * 121}, "at most 120"),
        ({"address": ""}, "Give a link or a file"),
        ({"file": upload(PDF)}, "Give a link or a file"),
        ({"address": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"address": "", "file": upload(b"<html></html>", "a.pdf")}, "This file is"),
        ({"address": "", "file": upload(b"", "a.pdf")}, "empty"),
        (
            {"address": "", "file": upload(PDF + b"0" * MOST_BYTES)},
            "weighs more than 5 MB",
        ),
    ],
)
def test_what_is_no_proof_is_refused_and_what_was_typed_is_kept(values, words):
    step = StepFactory()
    typed = {"label": "Ça & là", "address": "https://example.org/a"} | values

    answer = member_client(step.plan.operation).post(address(step), typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert "label" in values or "Ça &amp; là" in answer.text
    assert not StepProof.objects.exists()


def test_a_step_takes_a_limited_number_of_proofs():
    step = StepFactory()
    ProofFactory.create_batch(MOST_PROOFS, step=step)

    answer = member_client(step.plan.operation).post(
        address(step), {"label": "More", "address": "https://example.org/"}
    )

    assert (answer.status_code, "at most 20 proofs" in answer.text) == (422, True)


def test_whoever_brought_a_proof_and_the_organizers_take_it_away_with_its_file():
    owner = MembershipFactory(role=Role.MISSION_LEAD).user
    operation = owner.memberships.get().operation
    step = StepFactory(plan__operation=operation, owner=owner)
    lead = client_of(owner)
    lead.post(address(step), {"label": "Receipt", "file": upload(PDF)})
    theirs = ProofFactory(step=step)

    refused = lead.post(address(step, f"{theirs.pk}/remove/"))
    lead.post(address(step, f"{StepProof.objects.first().pk}/remove/"))

    assert refused.status_code == 403
    assert list(StepProof.objects.all()) == [theirs]
    assert not StepFile.objects.exists()
    member_client(operation).post(address(step, f"{theirs.pk}/remove/"))
    assert not StepProof.objects.exists()


def test_a_proof_is_found_under_its_own_step_alone():
    step, proof = StepFactory(), ProofFactory()
    client = member_client(step.plan.operation)

    for rest in (f"{proof.pk}/", f"{proof.pk}/remove/"):
        ask = client.post if "remove" in rest else client.get
        assert ask(address(step, rest)).status_code == 404
    link = ProofFactory(step=step)
    assert client.get(address(step, f"{link.pk}/")).status_code == 404  # it has no file
