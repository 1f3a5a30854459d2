"""`mdgrad check`: exit statuses, what is told, and what is told about files that fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mdgrad.cli.arguments import FORMATS
from tests.cli.conftest import Run

RIGHT, WRONG, UNDECIDED = "1+1=2\n", "1+1=3\n", "1+1=?\n"


@pytest.mark.parametrize(
    ("posts", "arguments", "status"),
    [
        pytest.param([""], "", 0, id="empty"),
        pytest.param([RIGHT], "", 0, id="right"),
        pytest.param([UNDECIDED], "", 0, id="an-info-changes-nothing"),
        pytest.param([UNDECIDED], "--strict", 1, id="undecided-under-strict"),
        pytest.param([WRONG], "", 1, id="wrong"),
        pytest.param([RIGHT, WRONG], "", 1, id="one-of-two"),
        pytest.param([WRONG], "--format json", 1, id="wrong-in-json"),
        pytest.param([WRONG], "--exit-zero", 0, id="exit-zero"),
        pytest.param([WRONG], "--ignore MG2", 0, id="ignored"),
        pytest.param([WRONG], "--ignore mg301,mg201", 0, id="ignored-in-a-list"),
        pytest.param([WRONG], "--select MG3", 0, id="not-selected"),
        pytest.param([WRONG], "--select MG3 --select MG201", 1, id="selected"),
        pytest.param([WRONG], "--select MG2 --ignore MG201", 0, id="ignore-wins"),
        pytest.param([WRONG], "--exclude *.md", 0, id="excluded"),
        pytest.param([WRONG], "--exclude !", 2, id="no-pattern"),
        pytest.param([RIGHT], "missing.md", 2, id="missing-file"),
        pytest.param([WRONG], "missing.md", 2, id="missing-file-and-wrong"),
        pytest.param([RIGHT], "missing.md --exit-zero", 2, id="exit-zero-is-for-findings"),
        pytest.param(["1+1=bug", WRONG], "", 2, id="a-bug-of-ours"),
        pytest.param([RIGHT], "--select MG7", 2, id="unknown-code"),
        pytest.param([RIGHT], "--select ,", 2, id="no-code"),
        pytest.param([RIGHT], "--format xml", 2, id="unknown-format"),
        pytest.param([RIGHT], "--flavor word", 2, id="unknown-flavor"),
        pytest.param([RIGHT], "--nonsense", 2, id="unknown-option"),
        pytest.param([WRONG], "--jobs 2 --no-cache", 1, id="jobs-and-cache"),
        pytest.param([RIGHT], "--jobs 0", 2, id="no-jobs"),
        pytest.param([RIGHT], "--jobs many", 2, id="jobs-in-words"),
        pytest.param([], "", 2, id="no-path"),
    ],
)
def test_exit_status(
    run: Run, tmp_path: Path, posts: list[str], arguments: str, status: int
) -> None:
    names = [f"post{number}.md" for number, _ in enumerate(posts)]
    for name, text in zip(names, posts, strict=True):
        (tmp_path / name).write_text(text)
    assert run("check", *names, *arguments.split()).status == status


def test_a_wrong_label_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("호두\n\n1+1=3\n")
    ran = run("check", "post.md")
    assert ran.out.splitlines() == [
        "post.md:3:5: MG201 the sum is 2",
        "  |",
        "3 | 1+1=3",
        "  |     ^",
        "  written:  3",
        "  expected: 2",
        "",
        "1 post, 1 computation graph: 0 claims verified, 1 wrong, 0 undecided; "
        "1 can be mended by `mdgrad fix`",
    ]
    assert ran.err == ""


def test_every_bad_file_is_told_and_the_others_are_judged(run: Run, tmp_path: Path) -> None:
    (tmp_path / "binary.md").write_bytes(b"\x89PNG\0")
    (tmp_path / "latin.md").write_bytes(b"ok\ncaf\xe9")
    (tmp_path / "bug.md").write_text("1+1=bug")
    (tmp_path / "good.md").write_text(RIGHT)
    (tmp_path / "empty").mkdir()
    ran = run("check", "missing.md", "binary.md", "latin.md", "bug.md", "empty", "good.md")
    assert ran.status == 2
    assert ran.out.startswith("1 post, 1 computation graph: 1 claim verified")
    assert ran.out.endswith("4 files not read\n")
    errors = dict(line.removeprefix("mdgrad: ").split(": ", 1) for line in ran.err.splitlines())
    assert errors["missing.md"] == "no such file or folder"
    assert "binary" in errors["binary.md"]
    assert "line 2, column 4" in errors["latin.md"]
    assert "RuntimeError" in errors["bug.md"]
    assert errors["empty"] == "no posts in this folder"


def test_a_folder_without_posts_is_no_failure(run: Run, tmp_path: Path) -> None:
    ran = run("check", str(tmp_path))
    assert ran.status == 0
    assert "no posts in this folder" in ran.err
    assert ran.out.startswith("0 posts")


def test_a_file_past_the_limit_is_a_warning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "large.md").write_bytes(b" " * (16 * 2**20 + 1))
    ran = run("check", "large.md")
    assert ran.status == 1
    assert "MG905 (warning) not judged: larger than the limit of 16,777,216 bytes" in ran.out


@pytest.mark.parametrize(
    ("arguments", "path"),
    [("", "-"), ("--stdin-filename docs/post.md", "docs/post.md")],
    ids=["-", "named"],
)
def test_standard_input(run: Run, arguments: str, path: str) -> None:
    ran = run("check", "-", "--format", "json", *arguments.split(), stdin=WRONG.encode())
    assert ran.status == 1
    report = json.loads(ran.out)
    assert [file["path"] for file in report["files"]] == [path]
    assert report["summary"]["wrong"] == 1


def test_json_tells_of_files_that_were_not_read(run: Run) -> None:
    ran = run("check", "missing.md", "--format", "json")
    assert json.loads(ran.out)["files"] == [
        {"path": "missing.md", "error": "no such file or folder", "diagrams": [], "findings": []}
    ]
    assert ran.err == ""


def test_nothing_in_a_post_reaches_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("\x1b[31m1+1=\x1b]0;title\x07\u202e\n")
    out = run("check", "post.md").out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert "\\x1b]0;title\\x07\\u202e" in out


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_summary_and_the_same_status(
    run: Run, tmp_path: Path, name: str
) -> None:
    (tmp_path / "post.md").write_text(WRONG)
    ran = run("check", "post.md", "--format", name)
    assert ran.status == 1
    summary = "1 post, 1 computation graph: 0 claims verified, 1 wrong, 0 undecided"
    if name in {"json", "junit"}:  # they count by themselves
        assert ran.err == ""
    else:
        assert summary in (ran.out if name == "text" else ran.err)
