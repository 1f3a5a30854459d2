"""What is read is what stands in the file, or a reason with its place."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from mdgrad.files.reading import FileTooLargeError, UnreadableFileError, read_post, read_stream


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a\r\nb\n\rc\r",
        b"\xef\xbb\xbfa",
        "호두 ∂".encode(),
        b"no line end",
        b"\x1b\x0c\x85"[:2],
    ],
    ids=["empty", "line-ends", "byte-order-mark", "other-scripts", "no-line-end", "controls"],
)
def test_reading_loses_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(content)
    post = read_post(str(path), max_bytes=100)
    assert post.content == content
    assert post.text.encode() == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"ok\nab\xff", "byte 0xff at line 2, column 3 (byte 5", id="not-utf-8"),
        pytest.param("호두\r\n두".encode() + b"\xe2\x88", "line 2, column 2", id="cut-off"),
        pytest.param(b"\xed\xa0\x80", "byte 0xed at line 1, column 1", id="surrogate"),
        pytest.param(b"PNG\x00\x01", "a binary file: byte 3", id="binary"),
        pytest.param("a".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param(b"\xff\xfe\x00\x00", "UTF-32", id="utf-32"),
    ],
)
def test_what_is_no_utf_8_is_said_with_its_place(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read_stream(io.BytesIO(content), "-", max_bytes=100)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing.md", "no such file or folder"),
        ("", "Is a directory"),
        ("null\0.md", "null"),
        ("x" * 5000, "File name too long"),
    ],
    ids=["missing", "folder", "null", "too-long"],
)
def test_paths_that_name_no_file(tmp_path: Path, path: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_post(f"{tmp_path}/{path}", max_bytes=100)


def test_no_more_than_the_limit_is_read() -> None:
    assert read_stream(io.BytesIO(b"x" * 100), "-", max_bytes=100).text == "x" * 100
    with pytest.raises(FileTooLargeError, match="limit of 100 bytes"):
        read_stream(io.BytesIO(b"x" * 101), "-", max_bytes=100)
    with pytest.raises(FileTooLargeError):
        read_post("/dev/zero", max_bytes=100)
