import pytest

from core.markdown import to_html


def test_markdown_becomes_html_with_headings_below_those_of_the_page():
    assert to_html("# A\n\n*b* and **c**") == (
        "<h3>A</h3>\n<p><em>b</em> and <strong>c</strong></p>\n"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "![pixel](//tracker.example/p.png)",
        "<svg onload=alert(1)>",
        "[a]: vbscript:x\n[a]",
        '<a href="x" onclick="y">z</a>',
    ],
)
def test_nothing_that_runs_or_loads_comes_through(hostile):
    html = to_html(hostile)

    for danger in ("<script", "<img", "<svg", 'href="javascript', 'href="data', 'href="vbscript'):
        assert danger not in html
    assert " onclick" not in html.split("&lt;")[0]


def test_links_outside_give_nothing_away():
    assert 'rel="nofollow noopener noreferrer"' in to_html("[OSM](https://www.openstreetmap.org)")
