"""A file that cannot be judged is told with its reason, and the others are judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mdgrad.cli import main

WRONG = '```mermaid\nflowchart LR\nx["x = 2"] --> m["x * 3 = 7"]\n```\n'


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(17 * 2**20)


BAD: dict[str, Callable[[Path], object]] = {
    "latin-1.md": lambda path: path.write_bytes("# Überschrift\n\nÄ\n".encode("latin-1")),
    "cut-off.md": lambda path: path.write_bytes("∂".encode()[:2]),
    "utf-16.md": lambda path: path.write_bytes(WRONG.encode("utf-16")),
    "binary.md": lambda path: path.write_bytes(b"\x89PNG\0\0"),
    "post.ipynb": lambda path: path.write_text(WRONG),
    "empty.ipynb": lambda path: path.write_text(""),
    "huge.md": huge,
    "unclosed.md": lambda path: path.write_text(WRONG.removesuffix("```\n")),
}
ERRORS = {
    "latin-1.md": "not UTF-8: byte 0xdc at line 1, column 3",
    "cut-off.md": "not UTF-8: byte 0xe2 at line 1, column 1",
    "utf-16.md": "UTF-16",
    "binary.md": "byte 4 (counted from 0) is zero",
}
FINDINGS = {
    "post.ipynb": ("MG907", 1, 1),
    "empty.ipynb": ("MG907", 1, 1),
    "huge.md": ("MG905", 1, 1),
    "unclosed.md": ("MG906", 1, 1),
}


def judged(capsys: pytest.CaptureFixture[str], *paths: str) -> dict[str, Any]:
    main(["check", "--format", "json", *paths])
    report = json.loads(capsys.readouterr().out)
    return {Path(file["path"]).name: file for file in report["files"]}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_among_good_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    BAD[name](tmp_path / name)
    (tmp_path / "a.md").write_text(WRONG)
    (tmp_path / "z.md").write_text(WRONG)
    files = judged(capsys, str(tmp_path))
    assert [files[good]["diagrams"][0]["status"] for good in ("a.md", "z.md")] == ["wrong"] * 2
    if name in ERRORS:
        assert ERRORS[name] in files[name]["error"]
    else:
        findings = [(f["code"], f["line"], f["column"]) for f in files[name]["findings"]]
        assert FINDINGS[name] in findings


def test_bad_files_are_not_mended_and_good_ones_are(tmp_path: Path) -> None:
    for name, write in BAD.items():
        if name != "unclosed.md":
            write(tmp_path / name)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    (tmp_path / "z.md").write_text(WRONG)
    main(["fix", str(tmp_path)])
    assert (tmp_path / "z.md").read_text() == WRONG.replace("= 7", "= 6")
    assert all(path.read_bytes() == content for path, content in before.items())


def test_what_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nothing.md").symlink_to("missing.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    (tmp_path / "z.md").write_text(WRONG)
    names = ("missing.md", "nothing.md", "circle.md", "z.md")
    files = judged(capsys, *(str(tmp_path / name) for name in names))
    assert [bool(files[name]["error"]) for name in names] == [True, True, True, False]
    assert files["z.md"]["diagrams"][0]["status"] == "wrong"
