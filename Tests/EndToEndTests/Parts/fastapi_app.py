"""A FastAPI service measured by prometheus-fastapi-instrumentator, exactly as its own documentation begins."""

import asyncio

from fastapi import FastAPI, HTTPException
from prometheus_fastapi_instrumentator import Instrumentator

app = FastAPI()


@app.get("/good")
async def good() -> dict[str, bool]:
    return {"good": True}


@app.get("/bad")
async def bad() -> None:
    raise HTTPException(status_code=500, detail="bad on purpose")


@app.get("/slow")
async def slow(seconds: float = 1.0) -> dict[str, float]:
    await asyncio.sleep(seconds)
    return {"seconds": seconds}


@app.get("/items/{item}")
async def items(item: str) -> dict[str, str]:
    return {"item": item}


Instrumentator().instrument(app).expose(app)
