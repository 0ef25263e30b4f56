"""Pictures of an operation: cleaned, named at random, refused when they are not pictures."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from operations.models import Operation, Role
from operations.services.pictures import MOST_PARTNERS
from tests.operations.factories import OperationFactory, member_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def jpeg(name="holiday in Brocas.jpg"):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "home of Maïa, 44.05 N"
    Image.new("RGB", (64, 32), "green").save(file, "JPEG", exif=exif)
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def bomb():
    """A PNG that says it is 30,000 pixels wide and high."""

    def chunk(kind, content):
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


def cover_address(operation):
    return f"/en/organize/{operation.slug}/cover/"


def test_a_cover_is_reencoded_without_what_the_camera_wrote_and_named_at_random(settings):
    operation = OperationFactory()

    answer = member_client(operation).post(
        cover_address(operation),
        {"cover-cover": jpeg(), "cover-cover_credit": "Photo: Maïa, CC BY-SA"},
    )

    assert answer.status_code == 302
    operation.refresh_from_db()
    content = operation.cover.read()
    assert (Image.open(io.BytesIO(content)).format, b"Ma" in content) == ("WEBP", False)
    assert "holiday" not in operation.cover.name
    assert operation.cover_credit == "Photo: Maïa, CC BY-SA"


def test_a_new_cover_and_a_removal_delete_the_file_before(
    tmp_path, django_capture_on_commit_callbacks
):
    operation = OperationFactory()
    client = member_client(operation)

    for typed in [{"cover-cover": jpeg()}, {"cover-cover": jpeg()}, {"action": "remove"}]:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(cover_address(operation), typed)

    operation.refresh_from_db()
    assert not operation.cover
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\x00" * 40,
        jpeg().read()[:200],
        bomb(),
    ],
    ids=["empty", "text", "svg", "gif", "cut", "bomb"],
)
def test_what_is_not_a_picture_is_refused_and_the_credit_is_kept(content, tmp_path):
    operation = OperationFactory()
    file = SimpleUploadedFile("evil.jpg", content, "image/jpeg")

    answer = member_client(operation).post(
        cover_address(operation), {"cover-cover": file, "cover-cover_credit": "Photo: Maïa"}
    )

    assert answer.status_code == 422
    assert "Photo: Maïa" in answer.text
    assert not Operation.objects.get().cover
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_partners_are_added_with_a_logo_and_removed():
    operation = OperationFactory()
    client = member_client(operation)
    address = f"/en/organize/{operation.slug}/partners/"

    client.post(
        address,
        {
            "partner-name": "Wikimédia France",
            "partner-website": "https://www.wikimedia.fr/",
            "partner-logo": jpeg(),
        },
    )
    partner = operation.partners.get()
    page = client.get(f"/en/organize/{operation.slug}/pictures/").text
    client.post(f"{address}{partner.pk}/remove/")

    assert partner.logo.name.endswith(".webp")
    assert ("Wikimédia France" in page, operation.partners.count()) == (True, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"partner-name": ""},
        {"partner-website": "javascript:alert(1)"},
        {"partner-name": "a\u202eb"},
        {"partner-logo": SimpleUploadedFile("logo.png", b"no")},
    ],
)
def test_a_partner_is_refused_with_a_sentence(values):
    operation = OperationFactory()
    typed = {"partner-name": "Somebody", "partner-website": "example.org"} | values

    answer = member_client(operation).post(f"/en/organize/{operation.slug}/partners/", typed)

    assert (answer.status_code, operation.partners.count()) == (422, 0)


def test_there_is_a_bound_to_the_number_of_partners():
    operation = OperationFactory()
    for number in range(MOST_PARTNERS):
        operation.partners.create(name=f"Partner {number}")

    answer = member_client(operation).post(
        f"/en/organize/{operation.slug}/partners/", {"partner-name": "One more"}
    )

    assert (answer.status_code, operation.partners.count()) == (422, MOST_PARTNERS)


def test_partners_of_another_operation_and_roles_without_the_right_are_out_of_reach():
    operation, other = OperationFactory(), OperationFactory()
    theirs = other.partners.create(name="Theirs")
    organizer = member_client(operation)
    desk = member_client(other, Role.DESK)

    answers = [
        organizer.post(f"/en/organize/{operation.slug}/partners/{theirs.pk}/remove/"),
        organizer.post(f"/en/organize/{other.slug}/partners/{theirs.pk}/remove/"),
        organizer.post(cover_address(other), {"action": "remove"}),
        desk.post(f"/en/organize/{other.slug}/partners/{theirs.pk}/remove/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 403]
    assert other.partners.count() == 1
