"""The list of France, a geographic service to talk to, and what tests of communes share."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from communes.directory import EDITIONS, communes_in_file
from communes.services import import_directory


@pytest.fixture(scope="session")
def listed():
    """The whole list of France, as it is in the repository."""
    return communes_in_file("FR")


@pytest.fixture
def loire_atlantique(db, listed):
    """The communes of one département, as the whole list has them."""
    here = [one for one in listed if one.facts["department_code"] == "44"]
    import_directory(country="FR", listed=here, day=EDITIONS["FR"].day, department="44")


@pytest.fixture
def geo_service():
    """A stand-in for the geographic service: answers by département, and the requests it saw.

    An answer is a list of (status, body, headers), the last of which repeats.
    """
    service = StandIn(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield service
    service.released.set()
    service.shutdown()
    thread.join()
    service.server_close()


class StandIn(ThreadingHTTPServer):
    def __init__(self, *args):
        super().__init__(*args)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.answers = {}
        self.requests = []
        self.released = threading.Event()

    def answer(self, department, *communes):
        self.answers[department] = [(200, json.dumps(communes), {})]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        department = self.path.split("/")[2]
        self.server.requests.append((self.path, self.headers["User-Agent"]))
        answers = self.server.answers.get(department, [(404, '{"code":404}', {})])
        status, body, headers = answers.pop(0) if len(answers) > 1 else answers[0]
        if status == "silent":
            self.server.released.wait(10)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass
