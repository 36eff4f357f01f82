"""From a request's bytes to text and rows: which kind of file it is, in which encoding, and how large it may be."""

from dataclasses import dataclass
from email.message import Message

from tallystick.refusal import Invalid, Refusal

MOST_ROWS = 100
MOST_DOCUMENTS = 200
"""Of one file, so that it stays one transaction of at most 2^24 gas, Ethereum's own limit (EIP-7825): a row takes up to
75,000 gas and each of its documents 36,000, as measured."""

KINDS = {"text/csv": "csv", "application/json": "json", "application/xml": "ubl", "text/xml": "ubl"}


class UnsupportedFile(Refusal):
    status = 415


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came. `charset` is what its sender says of its encoding, if anything."""

    kind: str
    charset: str | None
    content: bytes


def sent_file(content_type: str, content: bytes) -> SentFile:
    """Raises `UnsupportedFile`, and `Invalid` where there is nothing in it."""
    header = Message()
    header["Content-Type"] = content_type
    kind = KINDS.get(header.get_content_type()) if content_type else None
    if kind is None:
        raise UnsupportedFile(
            "file_type_unknown",
            f"The Content-Type {content_type!r} is none that can be imported.",
            f"Send a file as one of {', '.join(sorted(KINDS))}.",
        )
    if not content.strip():
        raise Invalid("file_empty", "The file is empty.", "Send a file with rows in it.")
    return SentFile(kind, header.get_content_charset(), content)


def text_of(file: SentFile) -> tuple[str, str]:
    """The text and the encoding that it was read in.

    What its sender says counts. Unsaid, it is UTF-8, or GB2312, which spreadsheets in China write: nothing else in
    the West looks like that by accident. Wider Chinese encodings swallow nearly any bytes, so they must be named.
    """
    if file.charset is not None:
        return _decoded(file, file.charset), file.charset
    for encoding, told in (("utf-8-sig", "utf-8"), ("gb2312", "gb18030")):
        try:
            return file.content.decode(encoding), told
        except UnicodeDecodeError:
            continue
    raise Invalid(
        "encoding_unknown",
        "The file is not in UTF-8, nor plainly in a Chinese encoding.",
        "Save it as UTF-8, or name its encoding: Content-Type: text/csv; charset=gb18030.",
    )


_CHARSETS = {
    "utf-8": "utf-8-sig",
    "us-ascii": "ascii",
    "gb18030": "gb18030",
    "gbk": "gbk",
    "gb2312": "gb2312",
}


def _decoded(file: SentFile, charset: str) -> str:
    encoding = _CHARSETS.get(charset)
    if encoding is None:
        raise Invalid(
            "encoding_unknown",
            f"The encoding {charset!r} is not known.",
            f"Use one of {', '.join(_CHARSETS)}.",
        )
    try:
        return file.content.decode(encoding)
    except UnicodeDecodeError as error:
        line = file.content.count(b"\n", 0, error.start) + 1
        raise Invalid(
            "encoding_wrong",
            f"Line {line} is not in {charset}: the byte 0x{file.content[error.start]:02x} cannot be there.",
            "Save the file as UTF-8, or name the encoding that it is in.",
            {"line": line},
        ) from error


def not_too_many(rows: int, documents: int) -> None:
    """Refuses a file that does not fit one transaction."""
    if rows > MOST_ROWS or documents > MOST_DOCUMENTS:
        raise Refusal(
            "file_too_large",
            f"The file has {rows} rows that name {documents} documents.",
            f"Divide it: a file is carried out in one transaction, which has room for {MOST_ROWS} rows and "
            f"{MOST_DOCUMENTS} documents.",
            {"rows": rows, "documents": documents, "most_rows": MOST_ROWS, "most_documents": MOST_DOCUMENTS},
        )
