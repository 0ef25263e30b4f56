"""Settings of a worker that tests start: the database and broker of the tests, a mail server."""

import os

os.environ["TEST_VAR_DIR"] = os.environ["WORKER_VAR_DIR"]

from tests.settings import *  # noqa: F403
from tests.settings import env

EMAIL_URL = env.str("WORKER_EMAIL_URL")
vars().update(env.email_url("WORKER_EMAIL_URL"))
