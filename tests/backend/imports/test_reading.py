"""Files before their rows: which kind they are, and in which encoding."""

import pytest

from tallystick.imports.reading import MOST_DOCUMENTS, MOST_ROWS, not_too_many, sent_file, text_of
from tallystick.refusal import Refusal

CHINESE = "reference\n订单一\n"


def _read(content: bytes, content_type: str = "text/csv") -> tuple[str, str]:
    return text_of(sent_file(content_type, content))


def _refused(content: bytes, content_type: str = "text/csv") -> Refusal:
    with pytest.raises(Refusal) as refused:
        _read(content, content_type)
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_a_mark_and_without(encoding: str) -> None:
    assert _read(CHINESE.encode(encoding)) == (CHINESE, "utf-8")


def test_what_a_spreadsheet_in_china_writes_is_recognised_and_said() -> None:
    assert _read(CHINESE.encode("gb2312")) == (CHINESE, "gb18030")


@pytest.mark.parametrize(
    "content", ["Société\n".encode("latin-1"), "日本語".encode("shift-jis"), "镕".encode("gbk")]
)
def test_what_might_be_something_else_is_not_taken_for_chinese(content: bytes) -> None:
    assert _refused(content).code == "encoding_unknown"


@pytest.mark.parametrize("charset", ["gb18030", "GBK", '"gb18030"', "gb18030; header=present"])
def test_an_encoding_that_is_named_counts(charset: str) -> None:
    text, told = _read("朱镕基".encode("gbk"), f"text/csv; charset={charset}")
    assert text == "朱镕基"
    assert told in {"gb18030", "gbk"}


def test_what_is_not_in_the_encoding_that_is_named_is_refused_with_its_line() -> None:
    refusal = _refused(b"a\nb\n\xff\n", "text/csv; charset=utf-8")
    assert (refusal.code, refusal.values) == ("encoding_wrong", {"line": 3})
    assert _refused(b"a", "text/csv; charset=ebcdic").code == "encoding_unknown"


def test_utf_16_is_refused_with_the_way_out() -> None:
    refusal = _refused(CHINESE.encode("utf-16"))
    assert refusal.code == "encoding_unknown"
    assert "UTF-8" in refusal.way_out


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/octet-stream", "csv", "text/csv2", "\x00"]
)
def test_other_kinds_of_files_are_refused(content_type: str) -> None:
    refusal = _refused(b"a", content_type)
    assert (refusal.status, refusal.code) == (415, "file_type_unknown")


@pytest.mark.parametrize("content", [b"", b"  \r\n\t "])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert _refused(content).code == "file_empty"


def test_a_file_has_room_for_what_one_transaction_takes() -> None:
    not_too_many(MOST_ROWS, MOST_DOCUMENTS)
    for rows, documents in ((MOST_ROWS + 1, 1), (1, MOST_DOCUMENTS + 1)):
        with pytest.raises(Refusal) as refused:
            not_too_many(rows, documents)
        assert refused.value.code == "file_too_large"
        assert "Divide" in refused.value.way_out
