"""`mdgrad explain`: places, exit statuses, and where the explanation goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mdgrad.cli import main

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
SLIP = (EXAMPLES / "slip.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a post."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "post.md").write_text(SLIP, encoding="utf-8")
    (tmp_path / "empty.md").write_text("Nothing is drawn here.\n")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "status", "said", "warned"),
    [
        pytest.param("post.md", 0, "Forward pass", "", id="post"),
        pytest.param("post.md:15", 0, "“60” is a gradient, wrong", "", id="line"),
        pytest.param("post.md:15:12", 0, "“60” is a gradient, wrong", "", id="column"),
        pytest.param("post.md:5", 0, "Backward pass", "", id="the-diagram-that-begins-there"),
        pytest.param("post.md:1", 2, "", "on line 1; one begins on line 5", id="outside"),
        pytest.param("empty.md", 0, "", "no computation graph to explain", id="nothing-to-explain"),
        pytest.param("empty.md:1", 2, "", "no computation graph on line 1", id="nothing-on-a-line"),
        pytest.param("missing.md:3", 2, "", "missing.md: no such file", id="missing"),
        pytest.param("post.md:0", 2, "", "post.md:0: no such file", id="lines-begin-at-1"),
        pytest.param(".", 2, "", "a folder; name one post", id="folder"),
    ],
)  # fmt: skip
def test_places(
    place: str, status: int, said: str, warned: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", place]) == status
    told = capsys.readouterr()
    assert said in told.out
    assert warned in told.err
    assert bool(told.err) == bool(warned)


def test_a_file_whose_name_looks_like_a_place_is_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "post.md:15").write_text("Nothing is drawn here.\n")
    assert main(["explain", "post.md:15"]) == 0
    assert "no computation graph to explain" in capsys.readouterr().err


def test_an_explanation_is_written_to_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "post.md", "--output", "told.txt"]) == 0
    assert capsys.readouterr().out == ""
    assert "Forward pass" in (folder / "told.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("output", ["post.md", "./post.md", "nowhere/told.txt"])
def test_what_cannot_be_written_is_misuse(
    folder: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "post.md", "--output", output]) == 2
    assert output in capsys.readouterr().err
    assert (folder / "post.md").read_text(encoding="utf-8") == SLIP
