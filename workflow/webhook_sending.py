"""One message on its way: signed as Standard Webhooks says, sent once, in seconds, to a checked address."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import httpx

from workflow.webhook_addresses import Target, read_target, resolved

SECRET_PREFIX = "whsec_"
ATTEMPT_SECONDS = 10.0
"""From looking the name up to the first line of the answer."""
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt ended: what the receiver answered, or the kind of what went wrong."""

    status: int | None
    failure: str | None


def new_secret() -> str:
    """A secret that both sides sign with."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """The value of `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = hmac.new(key, f"{message_id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def send(
    url: str, *, secret: str, message_id: str, at: datetime, body: str, allowed_hosts: Collection[str]
) -> Outcome:
    """Send a message once. Redirects are not followed, and nothing of the answer but its status is read."""
    target = read_target(url)
    timestamp = int(at.timestamp())
    headers = {
        "Host": target.authority,
        "Content-Type": "application/json",
        "User-Agent": f"Referent/{version('referent')}",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }
    try:
        status = asyncio.run(_post(target, headers, body.encode(), allowed_hosts))
    except (TimeoutError, httpx.TimeoutException):
        return Outcome(status=None, failure="timeout")
    except (OSError, httpx.HTTPError):
        return Outcome(status=None, failure="not_reached")
    if status is None:
        return Outcome(status=None, failure="internal_address")
    return Outcome(status=status, failure=None if 200 <= status < 300 else "refused")


async def _post(
    target: Target, headers: dict[str, str], body: bytes, allowed_hosts: Collection[str]
) -> int | None:
    """The status, or None where the address may not be sent to.

    The name is looked up once, and what it was then is what is called: no later answer of the DNS can lead
    elsewhere. One limit is over it all: a receiver that answers a byte at a time does not hold us up.
    """
    async with asyncio.timeout(ATTEMPT_SECONDS):
        address = await asyncio.to_thread(resolved, target, allowed_hosts)
        if address is None:
            return None
        # No proxy of the environment's, which would look the name up again.
        async with (
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=ATTEMPT_SECONDS) as client,
            client.stream(
                "POST",
                target.url_at(address),
                content=body,
                headers=headers,
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            return answer.status_code
