"""Public pages that are the same for every visitor, kept whole and compressed.

Only the tokens of their forms differ from one request to the next. They are left open in what is
kept: the page is compressed in pieces that can follow each other in one stream, and each answer
puts tokens of its own between them.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from core.demo import demo_is_on
from core.form_tokens import new_token, tokens_written
from core.kept import kept

GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no date, no name
LAST_BLOCK = b"\x03\x00"  # RFC 1951: an empty block, marked as the last one


class Piece(NamedTuple):
    words: bytes
    squeezed: bytes


def same_for_all_visitors(
    request: HttpRequest, content: Callable[[], Any], draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page as `draw` makes it; for a plain visitor, as it was made of this very content before.

    `content` is asked before the page is drawn, so that no page is older than what it says. A
    plain visitor has no account, no session, no chosen appearance and no query in the address.
    """
    if not _is_plain(request):
        return draw()

    def pieces() -> list[Piece]:
        page = draw().content
        return [_squeeze(words, level=6) for words in _between_tokens(request, page)]

    key = ("whole page", request.get_host(), request.path)
    answer = HttpResponse(_stream(request, kept(key, (content(), demo_is_on()), pieces)))
    answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding", "Cookie"])
    return answer


def _is_plain(request: HttpRequest) -> bool:
    chosen = {settings.SESSION_COOKIE_NAME, "theme"} & request.COOKIES.keys()
    return (
        request.method in {"GET", "HEAD"}
        and not settings.DEBUG
        and not chosen
        and not request.META.get("QUERY_STRING")
        and "gzip" in request.headers.get("Accept-Encoding", "")
    )


def _between_tokens(request: HttpRequest, page: bytes) -> Iterator[bytes]:
    for token in tokens_written(request):
        before, found, page = page.partition(token.encode())
        if not found:
            raise ValueError("a form token was written, but is not in the page")
        yield before
    yield page


def _squeeze(words: bytes, *, level: int) -> Piece:
    """A piece that ends at a whole byte and looks back at nothing before itself."""
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(words, squeezer.compress(words) + squeezer.flush(zlib.Z_FULL_FLUSH))


def _stream(request: HttpRequest, pieces: list[Piece]) -> bytes:
    first, *others = pieces
    sent = [first]
    for piece in others:
        sent += [_squeeze(new_token(request).encode(), level=0), piece]
    checksum = length = 0
    for words, _squeezed in sent:
        checksum = zlib.crc32(words, checksum)
        length += len(words)
    body = b"".join(piece.squeezed for piece in sent)
    return GZIP_HEADER + body + LAST_BLOCK + struct.pack("<II", checksum, length & 0xFFFFFFFF)
