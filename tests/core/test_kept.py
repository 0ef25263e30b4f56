import pytest

from core import kept as kept_module
from core.kept import forget, kept


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget()
    yield
    forget()


def drawing(content, key="page", drawn=None):
    calls = []

    def draw():
        calls.append(content)
        return drawn or f"drawn from {content}"

    return kept(key, content, draw), bool(calls)


def test_is_drawn_again_only_when_its_content_changed():
    assert drawing([1, 2]) == ("drawn from [1, 2]", True)
    assert drawing([1, 2]) == ("drawn from [1, 2]", False)
    assert drawing([1, 3]) == ("drawn from [1, 3]", True)
    assert drawing([1, 2]) == ("drawn from [1, 2]", True)


def test_what_was_used_longest_ago_makes_room(monkeypatch):
    monkeypatch.setattr(kept_module, "MOST", 2)
    drawing(1, "a")
    drawing(1, "b")
    drawing(1, "a")

    drawing(1, "c")

    assert not drawing(1, "a")[1]
    assert not drawing(1, "c")[1]
    assert drawing(1, "b")[1]
