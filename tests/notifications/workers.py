"""Workers as `manage.py serve` starts them, for tests and benchmarks."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from config.supervisor import Child, children


@contextmanager
def workers() -> Iterator[list[Child]]:
    """The worker, and the scheduler where it is a process of its own."""
    _web, others = children("127.0.0.1", 0, has_broker=bool(settings.REDIS_URL))
    for child in others:
        child.start()
    try:
        yield others
    finally:
        for child in others:
            child.signal(signal.SIGTERM)
        for child in others:
            child.process.wait(timeout=60)
            child.sweep()


def kill(child: Child) -> None:
    """As the system does when memory runs out, or a plug is pulled."""
    os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


def wait_until(is_so: Callable[[], bool], *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.02)
