"""Whether the HTML of an answer is what the standard says, and what is in it."""

import html5lib
from django.http import HttpResponse

HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(response: HttpResponse):
    """The document of an answer; fails on the first error that the standard's parser finds."""
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(response.content.decode())


def texts_of(element) -> list[str]:
    """Every text under an element, without the spaces of the source."""
    return [" ".join(text.split()) for text in element.itertext() if text.strip()]


def ids_of(document) -> list[str]:
    return [element.get("id") for element in document.iter() if element.get("id")]
