"""What axe-core finds in a page."""

import json
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
# What depends on colours and on the width alone.
OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]


def axe_violations(page: Page, rules: list[str] | None = None) -> list[str]:
    # Evaluated rather than added as a script, which the content security policy would refuse.
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = rules
    found = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [
        f"{violation['id']}: {violation['help']}\n    {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def assert_no_axe_violations(page: Page) -> None:
    found = axe_violations(page)
    assert not found, f"{page.url}\n  " + "\n  ".join(found)


def sideways(page: Page) -> list[str]:
    """What makes the page wider than the window, if it is."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.scrollingElement.scrollWidth <= width) return [];
            const wide = [...document.body.querySelectorAll('*')].filter(element => {
                const box = element.getBoundingClientRect();
                return box.right > width + 1 || box.left < -1;
            });
            const told = wide.slice(0, 5).map(one => one.outerHTML.slice(0, 150));
            return ['wider than the window', ...told];
        }"""
    )
