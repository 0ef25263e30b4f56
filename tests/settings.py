"""Settings of the tests: the site's own, on a folder of their own that is thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TEST_VAR_DIR" not in os.environ:
    os.environ["TEST_VAR_DIR"] = tempfile.mkdtemp(prefix="free-mission-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_VAR_DIR"], ignore_errors=True)

# pytest-xdist: each of its processes has its own folder and its own numbered Redis database.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
VAR_DIR = Path(os.environ["TEST_VAR_DIR"]) / (WORKER or "main")
os.environ["VAR_DIR"] = str(VAR_DIR)
os.environ["DATABASE_URL"] = (
    os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'site.sqlite3'}"
)
if os.environ.setdefault("REDIS_URL", "") and WORKER:
    server = os.environ["REDIS_URL"].rsplit("/", 1)[0]
    os.environ["REDIS_URL"] = f"{server}/{int(WORKER.removeprefix('gw')) + 1}"
# What a developer's .env says must not reach the tests.
for name in ("DEBUG", "EMAIL_URL", "MEDIA_BASE_URL", "MEDIA_ROOT", "PREVIEW_LANGUAGES", "TILE_URL"):
    os.environ.pop(name, None)
os.environ.update(
    PUBLIC_BASE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    SECRET_KEY="only-for-tests",
)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, IS_POSTGRES, REDIS_URL, STORAGES  # noqa: E402

if not IS_POSTGRES:
    # A file, so that threads and a real worker process see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
if not REDIS_URL:
    CACHES["default"] = CACHES["local"] | {"LOCATION": "default"}
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
