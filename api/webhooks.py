"""Webhooks: addresses of other programs that are told when minutes are published, corrected or withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, Field

from api.house import Here
from api.security import Who, needs
from api.sessions import OneLine
from workflow import webhooks
from workflow.access import Permission
from workflow.store import webhooks as stored
from workflow.store.webhooks import DeliveryState, StoredDelivery, StoredWebhook
from workflow.webhook_addresses import LONGEST_URL
from workflow.webhooks import MessageKind

router = APIRouter(tags=["Webhooks"])

WEBHOOKS = "/api/v1/webhooks"
DELIVERIES = WEBHOOKS + "/{webhook_id}/deliveries"
MOST_SHOWN = 200


class NewWebhook(BaseModel):
    """Whom to tell. Hosts inside the house must be named in the setting `webhook_allowed_hosts`."""

    name: OneLine = Field(max_length=100, examples=["Intranettet"])
    url: str = Field(max_length=LONGEST_URL, examples=["https://intranet.kommune.example/hooks/referent"])


class ShownWebhook(BaseModel):
    """A webhook without its secret."""

    id: str
    name: str
    url: str
    created_at: datetime

    @classmethod
    def of(cls, webhook: StoredWebhook) -> ShownWebhook:
        """The webhook as it is shown."""
        return cls(id=webhook.id, name=webhook.name, url=webhook.url, created_at=webhook.created_at)


class MadeWebhook(BaseModel):
    """The new webhook. `secret` is shown now and never again: it signs what is sent (Standard Webhooks)."""

    webhook: ShownWebhook
    secret: str = Field(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])


class ShownDelivery(BaseModel):
    """A message. `failure` says why the last attempt failed; `next_at` when the next one is due."""

    id: str
    kind: MessageKind
    meeting_id: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_at: datetime | None
    answered_at: datetime | None
    status: int | None = Field(examples=[503])
    failure: str | None = Field(examples=["timeout", "not_reached", "internal_address", "refused"])

    @classmethod
    def of(cls, delivery: StoredDelivery) -> ShownDelivery:
        """The message as it is shown."""
        waits = delivery.state is DeliveryState.WAITING
        return cls(
            id=delivery.id,
            kind=MessageKind(delivery.kind),
            meeting_id=delivery.meeting_id,
            state=delivery.state,
            attempts=delivery.attempts,
            created_at=delivery.created_at,
            next_at=delivery.next_at if waits else None,
            answered_at=delivery.answered_at,
            status=delivery.status,
            failure=delivery.failure,
        )


@router.get(WEBHOOKS, **needs(Permission.MANAGE_WEBHOOKS))
def list_webhooks(here: Here) -> list[ShownWebhook]:
    """All webhooks of the house."""
    with here.database.read() as tx:
        return [ShownWebhook.of(one) for one in stored.every(tx)]


@router.post(WEBHOOKS, status_code=status.HTTP_201_CREATED, **needs(Permission.MANAGE_WEBHOOKS))
def create_webhook(asked: NewWebhook, here: Here, who: Who) -> MadeWebhook:
    """Tell an address of what is published from now on. It is given ids and addresses, never a text."""
    made = webhooks.create(here.database, here.settings, who, name=asked.name, url=asked.url)
    return MadeWebhook(webhook=ShownWebhook.of(made), secret=made.secret)


@router.delete(
    WEBHOOKS + "/{webhook_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    **needs(Permission.MANAGE_WEBHOOKS),
)
def delete_webhook(webhook_id: str, here: Here, who: Who) -> None:
    """Tell the address no more; what waits to be sent to it is dropped."""
    webhooks.delete(here.database, who, webhook_id)


@router.get(DELIVERIES, **needs(Permission.MANAGE_WEBHOOKS))
def list_deliveries(
    webhook_id: str,
    here: Here,
    state: Annotated[DeliveryState | None, Query(description="Only these; `dead` are sent no more.")] = None,
) -> list[ShownDelivery]:
    """What the address was or will be told: the newest 200."""
    with here.database.read() as tx:
        stored.get(tx, webhook_id)
        found = stored.deliveries(tx, webhook_id, state=state, limit=MOST_SHOWN)
    return [ShownDelivery.of(one) for one in found]


@router.post(DELIVERIES + "/{delivery_id}/retry", **needs(Permission.MANAGE_WEBHOOKS))
def retry_delivery(webhook_id: str, delivery_id: str, here: Here, who: Who) -> ShownDelivery:
    """Have a dead message sent again."""
    return ShownDelivery.of(webhooks.retry(here.database, who, webhook_id, delivery_id))
