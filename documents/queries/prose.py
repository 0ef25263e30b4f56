"""Markdown texts as lines for paper: what is a list stays one, signs of emphasis go."""

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False})


def lines_of(markdown: str) -> list[dict[str, str]]:
    """The text in lines: `kind` is item or text.

    >>> lines_of("- **Knock** first\\n\\nThen wait.")
    [{'kind': 'item', 'text': 'Knock first'}, {'kind': 'text', 'text': 'Then wait.'}]
    """
    lines, depth = [], 0
    for token in _PARSER.parse(markdown):
        if token.type in {"list_item_open", "list_item_close"}:
            depth += token.nesting
        elif token.type == "inline":
            words = "".join(
                child.content if child.content else " "
                for child in token.children or []
                if child.content or child.type in {"softbreak", "hardbreak"}
            )
            if words.strip():
                lines.append({"kind": "item" if depth else "text", "text": words.strip()})
    return lines
