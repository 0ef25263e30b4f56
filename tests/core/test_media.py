from pathlib import Path

import pytest


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "covers").mkdir(parents=True)
    (tmp_path / "media" / "covers" / "a.webp").write_bytes(b"RIFF")
    (tmp_path / "secret").write_text("secret")
    return Path(settings.MEDIA_ROOT)


def test_a_picture_is_given_for_ever_and_can_run_nothing(client, folder):
    answer = client.get("/media/covers/a.webp")

    assert b"".join(answer.streaming_content) == b"RIFF"
    assert answer.headers["Content-Type"] == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["covers/b.webp", "covers/", "../secret", "%2e%2e/secret", "covers/../../secret", ""]
)
def test_nothing_else_is_given(client, folder, path):
    assert client.get(f"/media/{path}").status_code in {400, 404}
