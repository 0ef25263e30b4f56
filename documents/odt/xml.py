"""XML as OpenDocument files hold it."""

import re
from xml.sax.saxutils import escape, quoteattr

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def tag(name: str, /, *inner: str, **attributes: object) -> str:
    """An element; an attribute `style_name` of `text:p` is written `text:style-name`.

    A prefix of its own stands before two underscores: `fo__language`.
    """
    own = name.partition(":")[0]
    written = ""
    for key, value in attributes.items():
        prefix, _sign, rest = key.rpartition("__")
        written += f" {prefix or own}:{rest.replace('_', '-')}={quoteattr(str(value))}"
    return f"<{name}{written}>{''.join(inner)}</{name}>" if inner else f"<{name}{written}/>"


def document(kind: str, *inner: str) -> str:
    root = f"office:document-{kind}"
    return f'{HEAD}<{root} {_NAMESPACES} office:version="1.3">{"".join(inner)}</{root}>'


def words(text: str) -> str:
    """Text as XML may hold it. Runs of spaces would become one: they are counted."""
    clean = escape(NOT_IN_XML.sub("\ufffd", text.replace("\n", " ").replace("\t", " ")))
    return re.sub("  +", lambda found: f" {tag('text:s', c=len(found[0]) - 1)}", clean)
