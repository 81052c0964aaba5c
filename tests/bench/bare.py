"""The bare route that a look is compared with: the framework and nothing else."""

from __future__ import annotations

from fastapi import FastAPI

__all__ = ["app"]

app = FastAPI(openapi_url=None)


@app.get("/bare")
async def bare() -> dict[str, str]:
    """A constant."""
    return {"band": "High"}
