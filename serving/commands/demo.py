"""``demo``: from nothing to an officer's answer, with the very commands one could type.

Each step's key is a hash of its command, of the code behind it and of the step before;
a step whose key has not changed is up to date and is not run again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from serving.commands.ending import StoreAddress, ending, now, opened, read_settings, screen
from serving.commands.serve import serve_store
from serving.service.demo_accounts import demo_accounts, featured_children, make_demo_accounts
from serving.settings import Settings
from serving.store.opening import Store
from serving.work_store.flagged import team_with_most

__all__ = ["demo"]

_FOLDER = Path("var/demo")
_ROOT = Path(__file__).parents[2]
_HOST = "127.0.0.1"
#: So few invented children leave gates without a result, or failed: the demo overrules them
#: by name, and every paper says so. In production promote refuses that.
_APPROVAL = (
    "--approver", "Demo supervisor",
    "--note", "To show the service at work on an invented force.",
    "--despite-gates", "A demonstration on invented children: nobody is looked for by this card.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Step:
    """One command: what it does, the packages whose code decides its result, its seconds.

    Attributes:
        card: the card that it trains, to be promoted when it has; empty if it trains none.
    """

    words: str
    command: tuple[str, ...]
    packages: tuple[str, ...]
    seconds: int
    card: str = ""

    @property
    def name(self) -> str:
        """What the step is remembered by."""
        return f"{self.command[0]} {self.card}".strip()


def demo(
    children: Annotated[int, typer.Option(help="Children living in the area.")] = 60_000,
    years: Annotated[int, typer.Option(help="Years of records.")] = 5,
    seed: Annotated[int, typer.Option(help="Another seed invents another force.")] = 1,
    port: Annotated[int, typer.Option(help="Port to serve on.")] = 8000,
    serve: Annotated[bool, typer.Option(help="Serve at the end.")] = True,
    store: StoreAddress = None,
) -> None:
    """Invent a force, take it in, link it, train on it, and serve the answers."""
    began = time.monotonic()
    with ending():
        settings = read_settings(store)
        if settings.is_production:
            raise typer.BadParameter("the demo makes demo accounts; it never runs in production")
        _FOLDER.mkdir(parents=True, exist_ok=True)
        _prepare(settings, children, years, seed, now().date())
        with opened(settings, writer=True) as kept:
            with kept.reading() as connection:
                team = team_with_most(connection)
            make_demo_accounts(kept, team)
            screen.print(f"Ready after {time.monotonic() - began:.0f} seconds.\n")
            _introduce(kept, port)
            if serve:
                serve_store(settings, kept, _HOST, port)


def _prepare(settings: Settings, children: int, years: int, seed: int, until: date) -> None:
    force, snapshot = _FOLDER / "force", _FOLDER / "snapshot"
    size = ("--children", str(children), "--years", str(years), "--seed", str(seed))
    scale = max(children / 150_000, 0.1)
    steps = (
        _Step(
            f"Inventing a force of {children:,} children",
            (
                "synthesise",
                *size,
                "--scenario",
                "all",
                "--until",
                until.isoformat(),
                "--out",
                str(force),
            ),
            ("records", "synthetic_data"),
            round(40 * scale),
        ),
        _Step(
            "Taking in the extracts of thirteen systems",
            ("ingest", str(force / "records")),
            ("records", "features/relations", "serving/service", "serving/store"),
            round(28 * scale),
        ),
        _Step(
            "Linking the records into children",
            ("link",),
            ("linkage", "features/relations", "serving/answer", "serving/search"),
            round(55 * scale),
        ),
        _Step(
            "Exporting a snapshot to learn from",
            ("snapshot", "--out", str(snapshot)),
            (),
            round(10 * scale),
        ),
        _training("main", "Training, judging and promoting the scorecard", force, snapshot, scale),
        _training("again", "The same for the second card: missing again", force, snapshot, scale),
        _Step(
            "Advising on every child, for the lists of flagged children",
            ("rescore",),
            ("features", "scorecard", "serving/answer", "serving/worklist"),
            round(30 * scale) + 5,
        ),
        _Step(
            "Publishing the indicators of every month that has settled",
            ("indicators",),
            ("duties", "records/states", "serving/figures"),
            round(20 * scale),
        ),
    )
    done = _Done(settings)
    outputs = {"synthesise": force, "snapshot": snapshot}
    for number, step in enumerate(steps, start=1):
        if done.is_current(step):
            screen.print(f"Step {number} of {len(steps)}: {step.words}: up to date.")
            continue
        screen.print(f"Step {number} of {len(steps)}: {step.words} (about {step.seconds} seconds)")
        if step.command[0] == "synthesise":
            done.put_store_aside()
        if (output := outputs.get(step.command[0])) is not None and output.exists():
            shutil.rmtree(output)
        printed = _run(step.command, settings, capture=bool(step.card))
        if step.card:
            version = str(json.loads(printed)["version"])
            _run(("promote", version, "--card", step.card, *_APPROVAL), settings)
        done.mark(step)


def _training(card: str, words: str, force: Path, snapshot: Path, scale: float) -> _Step:
    command = (
        "train", "--card", card, "--snapshot", str(snapshot), "--truth", str(force / "truth"),
        "--no-mitigations", "--trainer", "Demo analyst", "--json",
    )  # fmt: skip
    return _Step(
        words, command, ("features", "scorecard", "training"), round(20 * scale) + 10, card
    )


class _Done:
    """Which steps are up to date, kept beside the demo's files for one store."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = _FOLDER / "steps.json"
        self._before = settings.store
        self._keys: dict[str, str] = {}
        if self._path.exists():
            self._keys = json.loads(self._path.read_text(encoding="utf-8"))
        if not _store_exists(settings):
            self._keys.pop("ingest", None)

    def is_current(self, step: _Step) -> bool:
        """Whether nothing that decides the step's result has changed since it ran."""
        self._before = _key(step, self._before)
        return self._keys.get(step.name) == self._before

    def mark(self, step: _Step) -> None:
        """The step has run."""
        self._keys[step.name] = self._before
        self._path.write_text(json.dumps(self._keys, indent=1), encoding="utf-8")

    def put_store_aside(self) -> None:
        """Keep the old force's store under another name: its access log is never thrown away."""
        self._keys.clear()
        if not self._settings.store.startswith("sqlite:///") or not _store_exists(self._settings):
            return
        path = Path(self._settings.store.removeprefix("sqlite:///"))
        aside = path.with_name(f"{path.stem}-until-{now():%Y%m%dT%H%M%S}{path.suffix}")
        # The key and the seals go with their log: the next force's log has its own.
        for ending_ in ("", "-wal", "-shm", ".key", ".seals"):
            part = path.with_name(path.name + ending_)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending_))
        screen.print(f"The store of the earlier force is kept as {aside}.")


def _store_exists(settings: Settings) -> bool:
    path = settings.store.removeprefix("sqlite:///")
    return not settings.store.startswith("sqlite:///") or Path(path).exists()


def _key(step: _Step, before: str) -> str:
    digest = hashlib.sha256(json.dumps([before, step.command]).encode())
    for package in step.packages:
        for file in sorted((_ROOT / package).rglob("*")):
            if file.suffix in (".py", ".json"):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _run(command: tuple[str, ...], settings: Settings, *, capture: bool = False) -> str:
    """Run one ``missing-risk`` command; its progress shows, its output comes back if captured."""
    environment = {
        **os.environ,
        "MISSING_RISK_STORE": settings.store,
        "MISSING_RISK_MODELS": settings.models,
    }
    done = subprocess.run(  # noqa: S603  # our own command, built from typed options
        [sys.executable, "-m", "missing_risk", *command],
        env=environment,
        check=False,
        stdout=subprocess.PIPE if capture else None,
        text=True,
    )
    if done.returncode != 0:
        screen.print(f"missing-risk {' '.join(command)} ended with {done.returncode}.")
        raise typer.Exit(done.returncode)
    return done.stdout or ""


def _introduce(store: Store, port: int) -> None:
    screen.print(f"Open http://{_HOST}:{port} and sign in as one of these:")
    for account in demo_accounts(store):
        screen.print(f"  {account.account:14} {account.password}   {account.words}")
    screen.print("\nChildren worth opening (all invented):")
    for child in featured_children(store, now()):
        screen.print(f"  {child.search_for}: {child.why}")
    screen.print("\nOr ask the API: missing-risk token --as officer\n")
