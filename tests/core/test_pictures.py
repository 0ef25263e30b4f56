import io
import struct
import zlib

import pytest
from PIL import Image

from core.pictures import reencode
from core.refusal import Refusal


def picture(kind="JPEG", size=(400, 300), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, "green").save(file, kind, **options)
    return file


def png_of(width, height):
    """The header of a picture that would fill the memory, and nothing after it."""

    def chunk(name, content):
        crc = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    start = b"\x89PNG\r\n\x1a\n"
    return io.BytesIO(start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")],
)
def test_pictures_come_out_as_webp_and_no_larger_than_asked(kind, mode):
    clean = Image.open(io.BytesIO(reencode(picture(kind, (800, 300), mode), max_width=200)))

    assert (clean.format, clean.size) == ("WEBP", (200, 75))


def test_what_the_camera_wrote_is_gone_and_the_picture_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "Camera of Maïa"
    exif.get_ifd(0x8825)[1] = "N"
    clean = Image.open(io.BytesIO(reencode(picture(size=(400, 300), exif=exif))))

    assert dict(clean.getexif()) == {}
    assert clean.size == (300, 400)
    assert "exif" not in clean.info


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 50,
        b"\xff\xd8\xff" + b"\0" * 50,
        picture().getvalue()[:300],
        b"%PDF-1.7",
    ],
)
def test_what_is_not_a_picture_is_refused(content):
    with pytest.raises(Refusal, match="not a picture"):
        reencode(io.BytesIO(content))


def test_a_bomb_is_refused_from_its_header():
    with pytest.raises(Refusal, match="25 million pixels"):
        reencode(png_of(30_000, 30_000))


def test_a_file_that_weighs_too_much_is_refused():
    with pytest.raises(Refusal, match="12 MB"):
        reencode(io.BytesIO(b"\0" * (12 * 1024 * 1024 + 1)))
