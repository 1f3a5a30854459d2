"""A baseline: what was wrong before is not told, what is new is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BASELINE = ("--baseline", "known.json")
POST = "one 1+1=3\ntwo 2+2=5\n"


@pytest.fixture
def known(run: Run, tmp_path: Path) -> Path:
    post = tmp_path / "post.md"
    post.write_text(POST)
    ran = run("check", "post.md", *BASELINE, "--write-baseline")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("2 findings kept in known.json; 1 post")
    return post


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param(POST, 0, id="the-same"),
        pytest.param("\n\nmore above\n" + POST, 0, id="moved-down"),
        pytest.param("two 2+2=5\none 1+1=3\n", 0, id="another-order"),
        pytest.param(POST + "three 3+3=7\n", 1, id="one-more"),
        pytest.param(POST + "one 1+1=3\n", 1, id="the-same-once-more"),
        pytest.param(POST.replace("1+1=3", "1+1=4"), 1, id="wrong-in-another-way"),
        pytest.param("one 1+1=3\n", 0, id="one-mended"),
    ],
)
def test_only_what_is_new_is_told(run: Run, known: Path, text: str, new: int) -> None:
    known.write_text(text)
    ran = run("check", "post.md", *BASELINE)
    assert ran.status == bool(new)
    assert ran.out.count("MG201") == new
    counted = json.loads(run("check", "post.md", *BASELINE, "--format", "json").out)
    assert len(counted["files"][0]["findings"]) == new


def test_what_is_gone_is_told(run: Run, known: Path) -> None:
    known.write_text("one 1+1=3\n")
    ran = run("check", "post.md", *BASELINE)
    assert "1 known from the baseline" in ran.out
    assert "1 of the baseline's findings is gone" in ran.err


def test_posts_are_named_from_the_folder_of_the_baseline(run: Run, known: Path) -> None:
    assert list(json.loads((known.parent / "known.json").read_text())["posts"]) == ["post.md"]
    for named in ("./post.md", str(known), ".", f"../{known.parent.name}/post.md"):
        assert run("check", named, *BASELINE).status == 0


def test_a_baseline_lets_a_file_that_cannot_be_read_fail(run: Run, known: Path) -> None:
    before = (known.parent / "known.json").read_text()
    assert run("check", "missing.md", *BASELINE).status == 2
    ran = run("check", "missing.md", *BASELINE, "--write-baseline")
    assert ran.status == 2
    assert "known.json: not written" in ran.err
    assert (known.parent / "known.json").read_text() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no such file; --write-baseline writes it"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "its schema is not"),
        ('{"schema": "mdgrad.baseline/2", "posts": {}}', "its schema is not"),
        ('{"schema": "mdgrad.baseline/1", "posts": []}', "not lists of findings"),
        ('{"schema": "mdgrad.baseline/1", "posts": {"a": 1}}', "not lists of findings"),
    ],
    ids=["missing", "no-json", "deep", "no-object", "another-schema", "no-posts", "no-list"],
)
def test_misuse(run: Run, tmp_path: Path, content: str | None, told: str) -> None:
    (tmp_path / "post.md").write_text(POST)
    if content is not None:
        (tmp_path / "known.json").write_text(content)
    ran = run("check", "post.md", *BASELINE)
    assert ran.status == 2
    assert told in ran.err


def test_a_baseline_must_be_named_to_be_written(run: Run, tmp_path: Path) -> None:
    ran = run("check", str(tmp_path), "--write-baseline")
    assert ran.status == 2
    assert "--write-baseline needs --baseline FILE" in ran.err


def test_a_baseline_that_cannot_be_written(run: Run, known: Path) -> None:
    ran = run("check", "post.md", "--baseline", "no/where.json", "--write-baseline")
    assert ran.status == 2
    assert "no/where.json: cannot be written" in ran.err
