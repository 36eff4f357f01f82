"""The command line: `tallystick serve | demo | report | verify | rebuild | bench`, and every operation of the API."""

import sys
from pathlib import Path
from typing import Annotated, Any, TextIO

import structlog
import typer

from tallystick import __version__
from tallystick.bench.command import bench
from tallystick.portal.demo_parties import PARTIES_FILE
from tallystick.refusal import Invalid, Refusal
from tallystick.running import OPERATOR_KEY_FILE
from tallystick.settings import EMBEDDED, Settings, given_settings
from tallystick.terminal.answers import answered, told
from tallystick.terminal.commands import api_key, commands_of
from tallystick.terminal.connections import Address, CallerSettings, connected, description
from tallystick.terminal.operations import operations_of
from tallystick.terminal.report import Subject, write_report
from tallystick.terminal.requests import Request
from tallystick.terminal.vocabulary import Vocabulary

application = typer.Typer(
    name="tallystick",
    help="A ledger for receivables that can be split, passed on and traced back to their issue.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DEMO_HOME = Path("var/portal")

Home = Annotated[Path | None, typer.Option(help="Where chain, database and keys lie (TALLYSTICK_HOME).")]


@application.command()
def serve(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on (TALLYSTICK_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on (TALLYSTICK_PORT).")] = None,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo",
            help=f"On a ledger with the demo's parties, furnished at its first start (in {DEMO_HOME}), whom the "
            "portal then offers to sign in as to browsers on this machine.",
        ),
    ] = False,
) -> None:
    """Run the backend, and the portal with it, until it is told to stop."""
    from tallystick.server import serve as run_server  # noqa: PLC0415 (who asks a server need not load one)

    settings = given_settings(home=home, host=host, port=port)
    if demo:
        settings = _furnished(settings)

    def tell(url: str) -> None:
        typer.echo(f"The portal is at {url}/portal/")
        typer.echo(
            f"Tallystick {__version__} serves {url}/v1 from {settings.home} ({url}/openapi.json describes it)"
        )
        typer.echo(f"The operator's API key is in {settings.home / OPERATOR_KEY_FILE}. Stop with Ctrl-C.")

    run_server(settings, tell)


@application.command()
def verify(home: Home = None) -> None:
    """Compare the mirror with the chain, row for row; exit 1 at the first difference."""
    outcome = _outcome(home, "GET", "/v1/verification")
    typer.echo(_verdict(outcome))
    raise typer.Exit(0 if outcome["verdict"] == "equal" else 1)


@application.command()
def rebuild(home: Home = None) -> None:
    """Empty the mirror and derive it from the chain again; exit 1 if a row came out different."""
    outcome = _outcome(home, "PUT", "/v1/rebuild")
    typer.echo(f"digest before {outcome['digest_before']}\ndigest after  {outcome['digest_after']}")
    raise typer.Exit(0 if outcome["same"] else 1)


@application.command()
def report(
    subject: Annotated[
        Subject, typer.Argument(help="A portfolio's figures, or what supervisors watch across the border.")
    ] = Subject.PORTFOLIO,
    programme: Annotated[int | None, typer.Option(min=1, help="Only what is under this programme.")] = None,
    party: Annotated[
        str | None, typer.Option(help="Whose (a party's id); everybody's without it, for the host.")
    ] = None,
    directory: Annotated[Path, typer.Option(help="Where the report is written.")] = Path("var/report"),
    home: Home = None,
    url: Annotated[str | None, typer.Option(help="A server elsewhere (TALLYSTICK_URL).")] = None,
) -> None:
    """Write a report as one page, and the same data as XLSX, CSV and Parquet: a portfolio's figures, or what is watched
    of cross-border trade, with JSON and two ISO 20022 messages a payment.

    With TALLYSTICK_API_KEY, it is that party's own; without it, the host of the ledger may ask for any.
    """
    query = {"programme": programme, "party": party}
    written = write_report(Address.given(url, home), _own_key(), subject, query, directory)
    for path in written:
        typer.echo(path)


@application.command()
def demo(
    directory: Annotated[Path, typer.Option(help="Where the figures are written.")] = Path("var/demo"),
) -> None:
    """Play the stories of the three models over HTTP, check every figure, and write them down."""
    from tallystick.demo.story import play  # noqa: PLC0415 (see above)

    play(directory)


application.add_typer(bench, name="bench", help="Measure what the ledger costs and how fast it is.")

OWN = {
    str(command.name or command.callback.__name__)
    for command in application.registered_commands
    if command.callback
} | {str(group.name) for group in application.registered_groups}
"""The commands that are no operation of the API."""


def _own_key() -> str | None:
    key = CallerSettings().api_key
    return None if key is None else api_key("TALLYSTICK_API_KEY", key.get_secret_value())


def _log_to(stream: TextIO) -> None:
    """Tracebacks without the values of variables: keys may be among them."""
    plain = structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], plain],
        logger_factory=structlog.PrintLoggerFactory(stream),
    )


def main() -> None:
    """Runs a command; a refusal is told in one line, without a traceback."""
    _log_to(sys.stderr)
    words = sys.argv[1:] or ["--help"]
    vocabulary = Vocabulary()
    try:
        _require_text(words)
        if words[0] not in OWN:
            vocabulary = Vocabulary.of(operations_of(description(Address.among(words))), words)
            application.add_typer(commands_of(vocabulary.operations))
        code = application(words, prog_name="tallystick", standalone_mode=False)
    except Refusal as refusal:
        typer.echo(told(refusal, vocabulary), err=True)
        code = 2
    except typer.TyperException as misuse:
        typer.echo(told(_misunderstood(misuse), vocabulary), err=True)
        code = 2
    except OSError as error:
        typer.echo(told(_no_file(error), vocabulary), err=True)
        code = 2
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _require_text(words: list[str]) -> None:
    for word in words:
        if not word.isascii() and any("\ud800" <= sign <= "\udfff" for sign in word):
            raise Invalid("bad_command", f"{word!r} is no text.", "Write UTF-8.")


def _misunderstood(misuse: typer.TyperException) -> Invalid:
    """Words that are no command, option or argument."""
    context: Any = getattr(misuse, "ctx", None)
    command = context.command_path if context else "tallystick"
    what = " ".join(misuse.format_message().split()).removesuffix(".")
    return Invalid("bad_command", f"{what}.", f"See {command} --help.")


def _no_file(error: OSError) -> Invalid:
    """A file that was named, or that the ledger needs."""
    what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return Invalid("file_not_available", f"{what}.", "Name a file that is there and may be read.")


def _furnished(settings: Settings) -> Settings:
    """Those of a ledger with the demo's parties, on the embedded chain; furnishing it takes a moment, once."""
    from tallystick.demo.portal_ledger.story import furnished  # noqa: PLC0415 (see above)

    home = settings.home if "home" in settings.model_fields_set else DEMO_HOME
    if not (home / PARTIES_FILE).exists():
        typer.echo(f"Furnishing a ledger with the demo's parties in {home}, once ...")
    own = {"chain": EMBEDDED, "database_url": None, "portal_parties": furnished(home) / PARTIES_FILE}
    return settings.model_copy(update=own | {"home": home})


def _outcome(home: Path | None, method: str, path: str) -> dict[str, Any]:
    """What the host of a home is answered."""
    with connected(Address(None, home)) as connection:
        headers = (("Authorization", f"Bearer {connection.host_token}"),)
        response = connection.ask(Request(method, path, headers=headers))
    if not response.is_success:
        raise answered(response)
    outcome: dict[str, Any] = response.json()
    return outcome


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
