"""``serve``: the service over HTTP, one process on one store."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
import uvicorn

from serving.api.app import make_app
from serving.commands.ending import StoreAddress, ending, now, opened, read_settings, screen
from serving.commands.given import card_keeper
from serving.service.opening import open_service
from serving.settings import Settings
from serving.store.opening import Store
from serving.telling.channels import ChannelError
from serving.telling.sending import sender_of

__all__ = ["serve", "serve_store"]

#: Longer than a look may take, so that every look in flight is answered before the end.
_GRACE_S = 10


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    store: StoreAddress = None,
) -> None:
    """Serve the API and the pages until stopped."""
    with ending(ChannelError):
        settings = read_settings(store)
        with opened(settings, writer=True) as kept:
            serve_store(settings, kept, host, port)


def serve_store(settings: Settings, store: Store, host: str, port: int) -> None:
    """Serve an open store until a signal ends it; looks in flight are answered first."""
    asyncio.run(_serve(settings, store, host, port))


async def _serve(settings: Settings, store: Store, host: str, port: int) -> None:
    keeper = card_keeper(settings)
    keeper.start(screen.print)
    async with (
        open_service(settings, store, keeper.held, now) as service,
        sender_of(service),
    ):
        config = uvicorn.Config(
            make_app(service),
            host=host,
            port=port,
            lifespan="off",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=_GRACE_S,
            log_level="warning",
        )
        screen.print(f"Serving on http://{host}:{port}")
        await uvicorn.Server(config).serve()
    keeper.stop()
