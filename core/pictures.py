"""Pictures that people send."""

import io
import warnings
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.refusal import Refusal

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def reencode(file: IO[bytes], *, max_width: int = 1600, max_height: int = 1600) -> bytes:
    """The picture as WebP, no larger than asked, without anything the camera wrote in it.

    Raises Refusal when the file is not a JPEG, PNG or WebP picture, or is too large. Its size is
    read from the header before a single pixel is decoded, so that a bomb costs nothing.
    """
    file.seek(0, io.SEEK_END)
    if file.tell() > MAX_BYTES:
        raise Refusal(_("This picture weighs more than 12 MB. Please send a smaller one."))
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (max_width, max_height))
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
            if upright.mode in {"RGBA", "LA", "PA"}:
                plain = upright.convert("RGBA")
            plain.thumbnail((max_width, max_height))
            clean = Image.new(plain.mode, plain.size)
            clean.paste(plain)
            output = io.BytesIO()
            clean.save(output, "WEBP", quality=82)
    except Image.DecompressionBombError as error:
        raise Refusal(
            _("This picture has more than 25 million pixels. Please send a smaller one.")
        ) from error
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        MemoryError,
    ) as error:
        raise Refusal(
            _("This file is not a picture that can be read. JPEG, PNG and WebP pictures can.")
        ) from error
    return output.getvalue()
