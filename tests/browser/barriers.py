"""What axe-core finds in a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


def assert_no_axe_violations(page: Page) -> None:
    # Evaluated rather than added as a script, which the content security policy would refuse.
    page.evaluate(AXE)
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    found = [
        f"{violation['id']}: {violation['help']}\n    {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, f"{page.url}\n  " + "\n  ".join(found)
