"""The command line: `tallystick serve | demo | verify | rebuild`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from pydantic import BaseModel, ValidationError

from tallystick import __version__
from tallystick.backend import Backend, opened_backend
from tallystick.demo.story import play
from tallystick.refusal import NotFound, Refusal
from tallystick.server import OPERATOR_KEY_FILE, running_server
from tallystick.server import serve as run_server
from tallystick.settings import Settings

application = typer.Typer(
    name="tallystick",
    help="A ledger for receivables that can be split, passed on and traced back to their issue.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Home = Annotated[Path | None, typer.Option(help="Where chain, database and keys lie (TALLYSTICK_HOME).")]


@application.command()
def serve(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on (TALLYSTICK_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on (TALLYSTICK_PORT).")] = None,
) -> None:
    """Run the backend until it is told to stop."""
    settings = _settings(home=home, host=host, port=port)

    def tell(url: str) -> None:
        typer.echo(
            f"Tallystick {__version__} serves {url}/v1 from {settings.home} ({url}/openapi.json describes it)"
        )
        typer.echo(f"The operator's API key is in {settings.home / OPERATOR_KEY_FILE}. Stop with Ctrl-C.")

    run_server(settings, tell)


@application.command()
def verify(home: Home = None) -> None:
    """Compare the mirror with the chain, row for row; exit 1 at the first difference."""
    outcome = _outcome(home, "GET", "/v1/verification", lambda backend: backend.audit.verify())
    typer.echo(_verdict(outcome))
    raise typer.Exit(0 if outcome["verdict"] == "equal" else 1)


@application.command()
def rebuild(home: Home = None) -> None:
    """Empty the mirror and derive it from the chain again; exit 1 if a row came out different."""
    outcome = _outcome(home, "PUT", "/v1/rebuild", lambda backend: backend.audit.rebuild())
    typer.echo(f"digest before {outcome['digest_before']}\ndigest after  {outcome['digest_after']}")
    raise typer.Exit(0 if outcome["same"] else 1)


@application.command()
def demo(
    directory: Annotated[Path, typer.Option(help="Where the figures are written.")] = Path("var/demo"),
) -> None:
    """Play the story of one receivable over HTTP, check every figure, and write them down."""
    play(directory)


def main() -> None:
    """Runs a command; a refusal is told in one line, without a traceback."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        application()
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        sys.exit(2)
    except OSError as error:
        typer.echo(f"file_not_available: {error.filename}: {error.strerror}.", err=True)
        sys.exit(2)


def _settings(**given: Any) -> Settings:
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        given_value = "" if name.endswith("_key") else f" (got {first['input']!r})"
        reason = first["msg"].removeprefix("Value error, ")
        typer.echo(f"bad_setting: TALLYSTICK_{name.upper()}: {reason}{given_value}.", err=True)
        raise typer.Exit(2) from None


def _existing(home: Path | None) -> Settings:
    """The settings of a ledger that is there: looking must not begin a new one."""
    settings = _settings(home=home)
    if not settings.home.is_dir():
        raise NotFound(
            "ledger_not_found",
            f"There is no ledger in {settings.home}.",
            "Name its home with --home, or serve it first.",
        )
    return settings


def _outcome(
    home: Path | None, method: str, path: str, directly: Callable[[Backend], BaseModel]
) -> dict[str, Any]:
    """Through the server that runs over the home, whose chain it holds; without one, on the ledger itself."""
    settings = _existing(home)
    server = running_server(settings)
    if server is not None:
        return server.ask(method, path)
    with opened_backend(settings, only_if_begun=True) as backend:
        return directly(backend).model_dump(mode="json")


def _verdict(outcome: dict[str, Any]) -> str:
    compared = ", ".join(
        f"{table.removeprefix('mirror_')} {count:,}" for table, count in outcome["compared"].items() if count
    )
    if outcome["verdict"] == "equal":
        return f"equal: the mirror equals the chain at block {outcome['block']} (rows compared: {compared})"
    difference = outcome["difference"]
    where = f"{difference['table']} {difference['key']}"
    what = f", {difference['column']}" if difference["column"] else ""
    return (
        f"different at block {outcome['block']}: {where}{what}: "
        f"the mirror says {difference['mirror']!r}, the chain {difference['chain']!r}"
    )
