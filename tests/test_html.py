"""Every page as the standard wants it, in both languages, and every link between them."""

from collections import Counter
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

from tests.html import HTML, ids_of, texts_of
from tests.world import Address, build_world, settings_of, view_names

pytestmark = pytest.mark.django_db

LANGUAGES = ("fr", "en")
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form")
# Answers that are no page of ours, and pages that only other sites lead to.
NO_PAGES = {
    "media",
    "set-theme",
    "notifications:demo-mail-html",
    "communes:commune-suggest",
    "operations:organize-cover",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "socialaccount_signup",
    *("openid_connect_login", "mediawiki_login", "github_login"),
    *("openid_connect_callback", "mediawiki_callback", "github_callback"),
    # written to, never looked at
    *(f"operations:organize-{name}" for name in ("partner-add", "partner-remove", "invite")),
    *(f"operations:organize-{name}" for name in ("invitation", "role-add", "role-remove")),
    *(f"missions:organize-{name}" for name in ("needs", "roster-remove")),
    *(f"missions:organize-export-{name}" for name in ("roster", "needs", "history")),
    *(f"operations:organize-{name}-remove" for name in ("committee", "meeting", "indicator")),
    "operations:organize-waiver-withdraw",
    *(f"operations:organize-motion-{name}" for name in ("vote", "end", "link")),
    *(f"logistics:organize-{name}" for name in ("entry-remove", "match", "piece")),
    "registers:organize-entry-remove",
    "missions:organize-rain-remove",
    *(f"announcements:{name}" for name in ("unsubscribe", "organize-mail-again")),
    "announcements:organize-announcement-withdraw",
    *(f"planning:organize-plan-{name}" for name in ("make", "seen")),
    *(f"planning:organize-step-{name}" for name in ("give", "finish", "reopen", "drop", "comment")),
    *(f"planning:organize-proof{name}" for name in ("", "-add", "-remove")),
    *(f"zones:organize-sector-{name}" for name in ("mark", "join", "delete")),
    *(f"zones:organize-zone-{name}" for name in ("geojson", "gpx")),
    "documents:organize-document-file",
    "documents:programme",
    *(f"documents:organize-print-{name}" for name in ("roster", "badges", "posters")),
    "documents:organize-print-field-sheet",
    *(f"missions:organize-schedule-{name}" for name in ("cancel", "discard", "discard-all")),
    "missions:organize-batch-undo",
    *(f"missions:organize-paper-round-{name}" for name in ("known", "new", "rest", "undo")),
}
OF_MACHINES = ("admin", "machines", "feeds")


class Page:
    def __init__(self, address: Address, language: str, response) -> None:
        parser = html5lib.HTMLParser()
        self.address, self.language, self.response = address, language, response
        self.document = parser.parse(response.content.decode())
        self.errors = parser.errors

    def __str__(self) -> str:
        return f"{self.address.within(self.language)} ({self.address.reader})"

    def all(self, name: str):
        return list(self.document.iter(f"{HTML}{name}"))

    @property
    def title(self) -> str:
        return " ".join("".join(self.all("title")[0].itertext()).split())


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker, tmp_path_factory) -> list[Page]:
    """Read once; the world they show is gone before the first test."""
    folder = tmp_path_factory.mktemp("world")
    with (
        django_db_blocker.unblock(),
        override_settings(**settings_of(folder)),
        transaction.atomic(),
    ):
        world = build_world()
        found = [
            Page(address, language, world.get(address, language))
            for address in world.addresses
            for language in LANGUAGES
        ]
        transaction.set_rollback(True)
        return found


def names_in(patterns, namespace="") -> set[str]:
    names: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            names |= set() if inner in OF_MACHINES else names_in(pattern.url_patterns, inner)
        else:
            names.add(f"{namespace}:{pattern.name}" if namespace else pattern.name)
    return names


def test_every_page_is_looked_at(pages):
    seen = view_names([page.address for page in pages])
    assert names_in(get_resolver().url_patterns) - NO_PAGES - seen == set()


def test_pages_answer_what_they_should(pages):
    found = {str(page): (page.response.status_code, page.address.status) for page in pages}
    assert {page: answer for page, answer in found.items() if answer[0] != answer[1]} == {}


def test_pages_are_valid(pages):
    assert {str(page): page.errors for page in pages if page.errors} == {}


def test_ids_are_unique_and_references_lead_to_them(pages):
    wrong = []
    for page in pages:
        ids = Counter(ids_of(page.document))
        wrong += [(str(page), one) for one, times in ids.items() if times > 1]
        for element in page.document.iter():
            for name in REFERENCES:
                named = (element.get(name) or "").split()
                wrong += [(str(page), name, one) for one in named if one not in ids]
    assert wrong == []


def test_headings_begin_with_one_h1_and_leave_no_step_out(pages):
    wrong = {}
    for page in pages:
        tags = [element.tag for element in page.document.iter() if isinstance(element.tag, str)]
        levels = [
            int(tag[-1])
            for tag in tags
            if tag.startswith(f"{HTML}h") and tag[len(HTML) + 1 :].isdigit()
        ]
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        if levels[:1] != [1] or levels.count(1) != 1 or jumps:
            wrong[str(page)] = levels
    assert wrong == {}


def test_pages_say_their_language_and_direction(pages):
    wrong = {}
    for page in pages:
        root = page.all("html")[0]
        if (root.get("lang"), root.get("dir")) != (page.language, "ltr"):
            wrong[str(page)] = dict(root.attrib)
    assert wrong == {}


def test_titles_tell_pages_apart(pages):
    """Steps of an entrance, and letters that lead to somebody's own page, share theirs."""
    readings: dict[tuple[str, str], set[str]] = {}
    for page in pages:
        assert not page.title.startswith("–"), page
        path = page.address.path.partition("?")[0]
        if not path.startswith(("/accounts/", "/me/", "/invitations/", "/votes/")):
            readings.setdefault((page.language, page.title), set()).add(path)
    assert {title: paths for title, paths in readings.items() if len(paths) > 1} == {}


def test_nothing_runs_or_is_styled_inside_the_page(pages):
    wrong = []
    for page in pages:
        for element in page.document.iter():
            names = [name for name in element.attrib if name == "style" or name.startswith("on")]
            wrong += [(str(page), element.tag, name) for name in names]
        wrong += [(str(page), "style") for _element in page.all("style")]
        wrong += [
            (str(page), texts_of(script))
            for script in page.all("script")
            if not script.get("src") and "json" not in script.get("type", "")
        ]
    assert wrong == []


def alternates_of(page: Page) -> dict[str, str]:
    return {
        link.get("hreflang"): urlsplit(link.get("href")).path
        for link in page.all("link")
        if link.get("hreflang")
    }


def test_pages_in_two_languages_name_each_other(pages):
    """And those that are one person's, or no page at all, name nobody."""
    public = [page for page in pages if page.address.reader == "nobody" and alternates_of(page)]
    assert len(public) > 2 * 20
    for page in public:
        path = page.address.path.partition("?")[0]
        expected = {language: f"/{language}{path}" for language in LANGUAGES}
        assert alternates_of(page) == expected | {"x-default": f"/en{path}"}
    own = ("/me/", "/invitations/", "/votes/", "/organize/")
    silent = [
        page
        for page in pages
        if page.address.status != 200
        or (page.address.path.startswith(own) and page.address.path != "/me/links/")
    ]
    assert [str(page) for page in silent if alternates_of(page)] == []


def test_every_link_of_the_public_site_leads_to_a_page(settings, tmp_path):
    for name, value in settings_of(tmp_path).items():
        setattr(settings, name, value)
    build_world()
    client, asked, wrong = Client(), set(), {}
    waiting = [(f"/{language}/", "the start") for language in LANGUAGES]
    while waiting and len(asked) < 400:
        path, source = waiting.pop(0)
        if path in asked:
            continue
        asked.add(path)
        response = client.get(path, follow=True)
        if response.status_code != 200:
            wrong[path] = (response.status_code, source)
        elif response.headers["Content-Type"].startswith("text/html"):
            waiting += [(link, path) for link in links_of(response, path) if link not in asked]
    assert wrong == {}
    assert waiting == []
    assert len(asked) > 60


def links_of(response, path: str) -> list[str]:
    """Where a page leads inside the site; one page stands for all that differ by their query."""
    document = html5lib.parse(response.content.decode())
    found = []
    for element in document.iter():
        target = element.get("href") or element.get("action")
        if not target or not isinstance(element.tag, str):
            continue
        if element.get("method", "get") != "get" or element.get("rel") == "preconnect":
            continue
        parts = urlsplit(urljoin(f"http://testserver{path}", target))
        if parts.hostname == "testserver" and not parts.path.startswith("/static/"):
            found.append(parts.path)
    return found
