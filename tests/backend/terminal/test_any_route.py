"""Routes of every shape become commands by themselves: this application has shapes that the ledger has not yet."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import uvicorn
from fastapi import FastAPI, Header, Query, Request, Response
from pydantic import Field
from typer.testing import CliRunner

from tallystick.refusal import Invalid
from tallystick.terminal.commands import commands_of
from tallystick.terminal.operations import operations_of
from tallystick.web.bodies import Body, PlainDate
from tallystick.web.problems import handle_refusals

app = FastAPI()
handle_refusals(app)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Drawing(Body):
    document: str
    amount: int
    tags: list[str] = []


class Painting(Body):
    width: Annotated[int, Field(description="In millimetres.", examples=[300])]
    colour: Annotated[Literal["red", "blue"], Field(description="Its colour.")]
    frame: Annotated[str | None, Field(description="What is around it.", examples=["wood"])] = None


class ByDate(Body):
    kind: Literal["by_date"]
    on: PlainDate


class ByCount(Body):
    kind: Literal["by_count"]
    count: int
    each: list[Drawing] = []


class Tree(Body):
    """Contains itself."""

    name: str
    branches: list["Tree"] = []


class Everything(Body):
    """A member of every kind."""

    amount: int
    rate: Annotated[Decimal, Field(strict=False)]
    due: PlainDate
    colour: Annotated[Colour, Field(strict=False)]
    kind: Literal["a", "b"] = "a"
    flag: bool = True
    from_: Annotated[str | None, Field(alias="from")] = None
    key: str = "none"
    drawing: Drawing | None = None
    drawings: list[Drawing] = []
    painting: Painting | None = None
    numbers: list[int] | None = None
    labels: dict[str, int] = {}
    tree: Tree | None = None
    way: Annotated[ByDate | ByCount, Field(discriminator="kind")] | None = None
    either: int | str | None = None
    anything: Any = None
    rows: list[list[int]] = []


@app.post("/everything/{number}", operation_id="tell_everything")
def tell_everything(
    number: int,
    body: Everything,
    number_in_query: Annotated[int, Query(alias="number")] = 0,
    days: Annotated[list[date] | None, Query()] = None,
    if_match: Annotated[str | None, Header()] = None,
    loud: bool = True,
) -> dict[str, Any]:
    """Says what it was told. All of it."""
    return {
        "path": number,
        "query": [number_in_query, days, loud],
        "header": if_match,
        "body": json.loads(body.model_dump_json(exclude_unset=True, by_alias=True)),
    }


@app.post("/ways", operation_id="choose_way")
def choose_way(body: Annotated[ByDate | ByCount, Field(discriminator="kind")]) -> Any:
    """One of two."""
    return body


@app.get("/pairs/{first}/of/{second}", operation_id="get_pair")
def get_pair(second: str, first: str) -> list[str]:
    """Two of a [pair]. In the order of the path."""
    return [first, second]


@app.post("/numbers", operation_id="add_up")
def add_up(body: list[int]) -> int:
    """A body that is no object."""
    return sum(body)


CONTENT = {"content": {"text/csv": {}, "application/xml": {}, "application/json": {}}, "required": True}


@app.post("/files", operation_id="import_file", openapi_extra={"requestBody": CONTENT})
async def import_file(request: Request) -> dict[str, Any]:
    """Takes a file as it stands."""
    return {"type": request.headers["content-type"], "text": (await request.body()).decode("latin-1")}


@app.get("/files", operation_id="export_file", response_class=Response)
def export_file() -> Response:
    """Gives a file as it stands."""
    return Response(b"a,b\r\n\xff,2\r\n", media_type="text/csv")


@app.delete("/files", operation_id="delete_file", status_code=204)
def delete_file() -> None:
    """Answers nothing."""


PROGRAM = commands_of(operations_of(app.openapi()))


@pytest.fixture(scope="module", autouse=True)
def _served() -> Iterator[None]:
    """The application behind a real server, which the environment names."""
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.MonkeyPatch.context() as environment:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        environment.setenv("TALLYSTICK_URL", f"http://127.0.0.1:{listener.getsockname()[1]}")
        yield
        server.should_exit = True
        thread.join()


def run(*words: str, typed: bytes | None = None) -> bytes:
    """What a command prints."""
    told = CliRunner().invoke(PROGRAM, list(words), input=typed)
    if told.exception is not None:
        raise told.exception
    return told.stdout_bytes


NEEDED = ("--amount", "1", "--rate", "0.10", "--due", "2027-02-28", "--colour", "red")
SAID = {"amount": 1, "rate": "0.10", "due": "2027-02-28", "colour": "red"}

OPTIONS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("--kind", "b"), {"kind": "b"}),
    (("--no-flag",), {"flag": False}),
    (("--flag",), {"flag": True}),
    (("--from", "here"), {"from": "here"}),
    (("--body-key", "mine"), {"key": "mine"}),
    (("--drawing", "document=a=b,amount=3"), {"drawing": {"document": "a=b", "amount": 3}}),
    (
        ("--drawing", "document=x,tags=a,tags=b,amount=3"),
        {"drawing": {"document": "x", "tags": ["a", "b"], "amount": 3}},
    ),
    (
        ("--drawings", "document=x,amount=1", "--drawings", '{"document": "y, z", "amount": 2}'),
        {"drawings": [{"document": "x", "amount": 1}, {"document": "y, z", "amount": 2}]},
    ),
    (("--drawings", "[]"), {"drawings": []}),
    (("--numbers", "1", "--numbers", "-2"), {"numbers": [1, -2]}),
    (("--numbers", "[9007199254740993]"), {"numbers": [9007199254740993]}),
    (("--labels", "a=1,b=2"), {"labels": {"a": 1, "b": 2}}),
    (("--tree", '{"name": "a", "branches": [{"name": "b"}]}'), {"tree": {"name": "a", "branches": [{"name": "b"}]}}),
    (("--tree", "name=a,branches=name=b"), {"tree": {"name": "a", "branches": [{"name": "b"}]}}),
    (("--way", "kind=by_date,on=2027-01-31"), {"way": {"kind": "by_date", "on": "2027-01-31"}}),
    (("--way", "kind=by_count,count=2"), {"way": {"kind": "by_count", "count": 2}}),
    (("--painting", "width=300,colour=red"), {"painting": {"width": 300, "colour": "red"}}),
    (("--either", "7"), {"either": 7}),
    (("--either", "seven"), {"either": "seven"}),
    (("--anything", "1.5"), {"anything": "1.5"}),
    (("--anything", '{"a": [null]}'), {"anything": {"a": [None]}}),
    (("--rows", "[1, 2]", "--rows", "[3]"), {"rows": [[1, 2], [3]]}),
    (("--rows", "[[1, 2], [3]]"), {"rows": [[1, 2], [3]]}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), OPTIONS, ids=[" ".join(words) for words, _ in OPTIONS])
def test_a_member_of_any_kind_arrives_as_it_was_written(words: tuple[str, ...], said: dict[str, Any]) -> None:
    told = json.loads(run("tell-everything", "5", *NEEDED, *words))
    assert told["body"] == SAID | said


def test_path_query_and_header_arrive_where_they_belong() -> None:
    words = ("--number", "8", "--days", "2027-01-01", "--days", "2027-01-02", "--if-match", "x", "--no-loud")
    told = json.loads(run("tell-everything", "5", *NEEDED, *words))
    assert told["path"] == 5
    assert told["query"] == [8, ["2027-01-01", "2027-01-02"], False]
    assert told["header"] == "x"


def test_arguments_stand_in_the_order_of_the_path_and_may_have_any_sign() -> None:
    assert json.loads(run("get-pair", "名?&%2F", "b c#")) == ["名?&%2F", "b c#"]


def test_help_is_told_as_it_was_written() -> None:
    assert "Two of a [pair]." in run("--help").decode()
    assert "Two of a [pair]. In the order of the path." in run("get-pair", "--help").decode()


def test_what_is_written_in_parts_is_told_part_by_part() -> None:
    told = CliRunner().invoke(PROGRAM, ["tell-everything", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    for words in (
        "width=…,colour=red|blue,frame=…",
        "E.g. width=300,colour=red ",
        "width: In millimetres. E.g. 300 ",
        "colour: Its colour. ",
        "frame: What is around it. E.g. wood (may be left out)",
        "kind=by_date|by_count,on=…",
    ):
        assert words in told.output, words


def test_one_of_several_bodies_takes_the_members_of_all() -> None:
    assert json.loads(run("choose-way", "--kind", "by_date", "--on", "2027-01-31"))["on"] == "2027-01-31"
    each = ("--each", "document=x,amount=1")
    told = json.loads(run("choose-way", "--kind", "by_count", "--count", "2", *each))
    assert told["each"] == [{"document": "x", "amount": 1, "tags": []}]


def test_a_body_that_is_no_object_comes_whole() -> None:
    assert run("add-up", "--body", "-", typed=b"[1, 2]") == b"3\n"
    with pytest.raises(Invalid, match="needs --body"):
        run("add-up")


def test_a_file_is_sent_as_it_stands_and_as_what_its_name_says(tmp_path: Path) -> None:
    for name, media_type in (("rows.csv", "text/csv"), ("invoice.xml", "application/xml")):
        file = tmp_path / name
        file.write_bytes(b"a\r\n\xff")
        assert json.loads(run("import-file", "--body", str(file))) == {
            "type": media_type,
            "text": "a\r\n\xff",
        }
    told = json.loads(run("import-file", "--body", "-", "--content-type", "text/csv", typed=b"a,b"))
    assert told == {"type": "text/csv", "text": "a,b"}
    with pytest.raises(Invalid) as refused:
        run("import-file", "--body", "-")
    assert refused.value.code == "content_type_missing"


def test_an_answer_that_is_no_json_is_passed_on_byte_for_byte() -> None:
    assert run("export-file") == b"a,b\r\n\xff,2\r\n"
    assert run("delete-file") == b""


def test_answers_keep_every_digit_and_every_sign() -> None:
    words = ("--anything", '{"exact": 12345678901234567890123456789, "名": "长风"}')
    told = run("tell-everything", "5", *NEEDED, *words).decode()
    assert "12345678901234567890123456789" in told
    assert '"名": "长风"' in told
