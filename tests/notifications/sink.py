"""A mail server that keeps what it is given, or refuses it as told."""

import asyncio
import logging
import socket
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.WARNING)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sink:
    def __init__(self, *, seconds_per_mail: float = 0) -> None:
        self.seconds_per_mail = seconds_per_mail
        self.refusals: dict[str, str] = {}
        self.received: list[bytes] = []
        self.connections = 0
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def __enter__(self) -> "Sink":
        self.controller.start()
        self.connections = 0  # the controller has tried one
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    # Not properties: aiosmtpd looks at each attribute of its handler for each connection.
    def mails(self) -> list[Message]:
        return [message_from_bytes(content) for content in self.received]

    def message_ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails()]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if refusal := self.refusals.get("DATA"):
            return refusal
        # Taken over first, answered later: a worker killed in between does not know.
        self.received.append(envelope.content)
        await asyncio.sleep(self.seconds_per_mail)
        return "250 OK"
