"""Reading a post so that writing it back gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from mdgrad.messages import Message

__all__ = [
    "FileTooLargeError",
    "SourceFile",
    "UnreadableFileError",
    "decode",
    "read_post",
    "read_stream",
]

_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class UnreadableFileError(Exception):
    """A file that cannot be read as a post; the message says why and where."""


class FileTooLargeError(Exception):
    """A file past the limit of `Settings.max_bytes`; the message names the limit."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A post as it stands in its file: line ends and a byte order mark are part of the text."""

    path: str
    text: str
    content: bytes
    is_stdin: bool = False


def read_post(path: str, *, max_bytes: int) -> SourceFile:
    """Return the post at `path`. Raises UnreadableFileError or FileTooLargeError."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  # a Path for each post costs more
            content = _read(stream, max_bytes)
    except FileNotFoundError:
        raise UnreadableFileError("no such file or folder") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableFileError(f"cannot be read: {reason}") from None
    return SourceFile(path, decode(content), content)


def read_stream(stream: BinaryIO, path: str, *, max_bytes: int) -> SourceFile:
    """Return the post that `stream` holds. Raises UnreadableFileError or FileTooLargeError."""
    content = _read(stream, max_bytes)
    return SourceFile(path, decode(content), content, is_stdin=True)


def decode(content: bytes) -> str:
    """Return the text of `content`, every byte of it. Raises UnreadableFileError."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            raise UnreadableFileError(f"{encoding}, by its byte order mark; a post must be UTF-8")
    zero = content.find(b"\0")
    if zero >= 0:
        raise UnreadableFileError(f"a binary file: byte {zero} (counted from 0) is zero")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _line_column(content, error.start)
        raise UnreadableFileError(
            f"not UTF-8: byte 0x{content[error.start]:02x} at line {line}, column {column} "
            f"(byte {error.start}, counted from 0)"
        ) from None


def _read(stream: BinaryIO, max_bytes: int) -> bytes:
    """Return what `stream` holds; one byte past the limit is enough to know that it is passed."""
    content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        message = Message("larger than the limit of {most} bytes", most=f"{max_bytes:,}")
        raise FileTooLargeError(message)
    return content


def _line_column(content: bytes, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column, in code points, of the byte at `offset`."""
    before = content[:offset].decode("utf-8", errors="replace")
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
