"""Programs outside are told that minutes were published, corrected or withdrawn; what they say they fetch.

A message goes into the outbox in the transaction of what it tells of, so that neither can be without the
other. `deliver` empties the outbox; what cannot be delivered is tried again, later and later.
"""

from __future__ import annotations

import json
import logging
import uuid
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from minutes.errors import InputError
from workflow.access import Actor, Permission
from workflow.settings import Settings
from workflow.store import audit, webhooks
from workflow.store.database import Database, Transaction
from workflow.store.meetings import now
from workflow.store.webhooks import DeliveryState, StoredDelivery, StoredWebhook
from workflow.webhook_addresses import read_target, refuse_internal
from workflow.webhook_sending import ATTEMPT_SECONDS, Outcome, new_secret, send

MOST_WEBHOOKS = 20
MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=24)
"""Each wait is four times the one before: 5 s, 20 s, … about three days in all."""
_GONE = 410
_LEASE = timedelta(seconds=6 * ATTEMPT_SECONDS)

log = logging.getLogger(__name__)


class MessageKind(StrEnum):
    """What a message tells of."""

    PUBLISHED = "minutes.published"
    CORRECTED = "minutes.corrected"
    WITHDRAWN = "minutes.withdrawn"


def tell(tx: Transaction, kind: MessageKind, meeting_id: str, *, version: int) -> None:
    """Put a message for every webhook into the outbox. It names what changed and holds no word of it."""
    message = {
        "type": kind.value,
        "timestamp": now().astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {"id": meeting_id, "path": f"/v1/minutes/{meeting_id}", "version": version},
    }
    body = json.dumps(message, separators=(",", ":"))
    for webhook in webhooks.every(tx, hold=True):
        webhooks.put_out(
            tx,
            delivery_id=str(uuid.uuid4()),
            webhook_id=webhook.id,
            meeting_id=meeting_id,
            kind=kind,
            body=body,
        )


def create(db: Database, settings: Settings, actor: Actor, *, name: str, url: str) -> StoredWebhook:
    """Tell this address of all that happens from now on.

    Raises:
        AccessError: the actor may not manage webhooks.
        InputError: the address cannot be sent to, or there are too many webhooks already.
    """
    refuse_internal(read_target(url), settings.webhook_allowed_hosts)
    webhook = StoredWebhook(
        id=str(uuid.uuid4()),
        name=name,
        url=url,
        secret=new_secret(),
        created_by=actor.person_id,
        created_at=now(),
    )
    with db.write() as tx:
        actor.require(Permission.MANAGE_WEBHOOKS)
        if len(webhooks.every(tx)) >= MOST_WEBHOOKS:
            raise InputError(
                f"there are {MOST_WEBHOOKS} webhooks already", where="webhooks", remedy="Delete one first"
            )
        webhooks.add(tx, webhook)
        audit.record(tx, actor=actor.id, action="webhook.create", detail={"webhook": webhook.id})
    return webhook


def delete(db: Database, actor: Actor, webhook_id: str) -> None:
    """Tell this address no more.

    Raises:
        AccessError: the actor may not manage webhooks.
        NotFoundError: there is no such webhook.
    """
    with db.write() as tx:
        actor.require(Permission.MANAGE_WEBHOOKS)
        webhooks.remove(tx, webhook_id)
        audit.record(tx, actor=actor.id, action="webhook.delete", detail={"webhook": webhook_id})


def retry(db: Database, actor: Actor, webhook_id: str, delivery_id: str) -> StoredDelivery:
    """Have a dead message sent again.

    Raises:
        AccessError: the actor may not manage webhooks.
        NotFoundError: the webhook has no dead message with that id.
    """
    with db.write() as tx:
        actor.require(Permission.MANAGE_WEBHOOKS)
        revived = webhooks.revive(tx, webhook_id, delivery_id)
        detail = {"webhook": webhook_id, "delivery": delivery_id}
        audit.record(tx, actor=actor.id, action="webhook.retry", detail=detail)
    return revived


def deliver(db: Database, settings: Settings) -> None:
    """Send what is due, each message once; a webhook that fails is left alone until the next call.

    Several processes may do this at once: each message is lent to one of them. One that dies on the way is
    forgotten after a minute, and its message is sent again, with the same id.
    """
    failed: set[str] = set()
    while True:
        at = now()
        with db.write() as tx:
            due = webhooks.take_due(tx, at, until=at + _LEASE, without=failed)
            webhook = webhooks.get(tx, due.webhook_id) if due else None
        if due is None or webhook is None:
            return
        outcome = send(
            webhook.url,
            secret=webhook.secret,
            message_id=due.id,
            at=at,
            body=due.body,
            allowed_hosts=settings.webhook_allowed_hosts,
        )
        _note(db, due, outcome)
        if outcome.failure is not None:
            failed.add(webhook.id)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many attempts have failed."""
    return min(FIRST_WAIT * float(4 ** (attempts - 1)), LONGEST_WAIT)


def _note(db: Database, due: StoredDelivery, outcome: Outcome) -> None:
    if outcome.failure is None:
        state, next_at = DeliveryState.DELIVERED, due.next_at
    elif due.attempts >= MOST_ATTEMPTS or outcome.status == _GONE:
        state, next_at = DeliveryState.DEAD, due.next_at
    else:
        state, next_at = DeliveryState.WAITING, _later(due.attempts)
    with db.write() as tx:
        webhooks.note_attempt(
            tx, due.id, state=state, next_at=next_at, status=outcome.status, failure=outcome.failure
        )
    told = {"webhook": due.webhook_id, "delivery": due.id, "attempts": due.attempts}
    level = logging.INFO if outcome.failure is None else logging.WARNING
    log.log(level, f"webhook.{state}", extra=told | {"status": outcome.status, "failure": outcome.failure})


def _later(attempts: int) -> datetime:
    return now() + wait_after(attempts)
