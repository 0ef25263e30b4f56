"""What happens by the clock, and the workers that do it.

Work waits as rows in the database (`core.queue`); the tasks below look for it and serve it. With
Redis, workers and `celery beat` are processes of their own. Without, one worker holds both: its
beat is a thread, because memory:// reaches no further than the process.
"""

import os
import warnings

from celery import Celery, bootsteps
from celery.beat import EmbeddedService
from celery.platforms import SecurityWarning  # type: ignore[attr-defined]
from celery.schedules import crontab
from celery.signals import worker_ready, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Messages are JSON and name tasks of ours: run by root, as in a container, it is as safe as we are.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("free-mission")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# The one schedule. A tick that no worker took before the next one is dropped.
app.conf.beat_scheduler = "celery.beat:Scheduler"
app.conf.beat_schedule = {
    "deliver e-mails": {
        "task": "notifications.tasks.deliver_emails",
        "schedule": 1,
        "options": {"expires": 1},
    },
    "say that the worker is alive": {
        "task": "core.tasks.show_heartbeat",
        "schedule": 5,
        "options": {"expires": 5},
    },
    "keep waiting lists moving": {
        "task": "missions.tasks.keep_waiting_lists_moving",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "start and end operations": {
        "task": "operations.tasks.follow_calendar",
        "schedule": crontab(minute="*/10"),
    },
    "close votes of committees": {
        "task": "operations.tasks.close_votes",
        "schedule": crontab(minute="*/5"),
    },
    "decide whether missions take place": {
        "task": "missions.tasks.decide_missions",
        "schedule": crontab(minute="*/10"),
    },
    "end unanswered questions about beds and seats": {
        "task": "logistics.tasks.end_unanswered_questions",
        "schedule": crontab(minute="*/10"),
    },
    "remind owners of their steps": {
        "task": "planning.tasks.remind_owners",
        "schedule": crontab(minute=12),
    },
    "keep the demo ahead": {
        "task": "pages.tasks.keep_demo_ahead",
        "schedule": crontab(minute=7),
    },
    "purge personal data": {
        "task": "pages.tasks.purge_personal_data",
        "schedule": crontab(hour=3, minute=17),
    },
}


class BeatThread(bootsteps.StartStopStep):
    """The beat, inside a worker that nobody else could wake."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, parent, **kwargs):
        super().__init__(parent, **kwargs)
        self.enabled = parent.app.conf.broker_url.startswith("memory:")

    def create(self, parent):
        return EmbeddedService(
            parent.app, thread=True, scheduler_cls=parent.app.conf.beat_scheduler
        )


app.steps["worker"].add(BeatThread)


@worker_shutting_down.connect
def stop_draining(**_kwargs) -> None:
    from core.queue import stopping  # noqa: PLC0415  (needs Django's apps)

    stopping.set()


@worker_ready.connect
def catch_up(**_kwargs) -> None:
    """What the clock would have done while the site was off."""
    app.send_task("pages.tasks.keep_demo_ahead")
