"""`mdgrad fix` with real diagrams: every option as an author calls it, down to the bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mdgrad.cli import main
from mdgrad.files import replacing
from tests.cli.conftest import Run

POST = """\
# 호두

```mermaid
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- {value} --> O[out]
    O -- 1 --> M
    M -- {gradient} --> A
    linkStyle 3,4 stroke:red
```
"""
RIGHT = POST.format(value=6, gradient=3)
WRONG = POST.format(value=7, gradient=3)
COMPLETE = RIGHT.replace("    linkStyle 3,4 stroke", "    M -- 2 --> B\n    linkStyle 3,4,5 stroke")


@pytest.fixture
def fix(run_with_diagrams: Run) -> Run:
    """Run `mdgrad fix` in an empty folder."""
    return partial(run_with_diagrams, "fix")


FORMS: dict[str, Callable[[str], str]] = {
    "lf": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "mixed": lambda text: text.replace("\n", "\r\n", 2),  # the prose, not the diagram
    "byte-order-mark": lambda text: "\ufeff" + text,
    "no-newline-at-the-end": lambda text: text.rstrip("\n"),
    "crlf-and-no-newline-at-the-end": lambda text: text.rstrip("\n").replace("\n", "\r\n"),
}
"""How the bytes of a post may come; mending keeps them so."""


@pytest.fixture(params=FORMS)
def as_bytes(request: pytest.FixtureRequest) -> Callable[[str], bytes]:
    form = FORMS[request.param]
    return lambda text: form(text).encode()


def test_in_place(fix: Run, tmp_path: Path, as_bytes: Callable[[str], bytes]) -> None:
    (tmp_path / "post.md").write_bytes(as_bytes(WRONG))
    assert fix("post.md").status == 0
    assert (tmp_path / "post.md").read_bytes() == as_bytes(RIGHT)


def test_as_a_filter(fix: Run, as_bytes: Callable[[str], bytes]) -> None:
    ran = fix("-", stdin=as_bytes(WRONG))
    assert (ran.status, ran.written) == (0, as_bytes(RIGHT))


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@pytest.mark.parametrize(
    ("options", "after"), [((), RIGHT), (("--complete",), COMPLETE)], ids=["mended", "completed"]
)
def test_patch_applies_the_diff(
    fix: Run,
    tmp_path: Path,
    as_bytes: Callable[[str], bytes],
    options: tuple[str, ...],
    after: str,
) -> None:
    post = tmp_path / "post.md"
    post.write_bytes(as_bytes(WRONG))
    ran = fix("--diff", *options, "post.md")
    assert ran.status == 1
    assert post.read_bytes() == as_bytes(WRONG)
    subprocess.run(["patch", "--binary", "-p0", "-s"], input=ran.written, check=True)
    assert post.read_bytes() == as_bytes(after)


def test_completing(fix: Run, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(WRONG, encoding="utf-8")
    ran = fix("--complete", "post.md")
    assert ran.status == 0
    assert "1 label mended, 1 gradient drawn" in ran.out
    assert (tmp_path / "post.md").read_text(encoding="utf-8") == COMPLETE
    assert fix("--complete", "--diff", "post.md").status == 0


@pytest.mark.parametrize(
    ("blanking", "exercise"),
    [
        ("gradients", POST.format(value=6, gradient="?")),
        ("values", POST.format(value="?", gradient=3)),
        ("all", POST.format(value="?", gradient="?")),
    ],
)
def test_exercises(fix: Run, tmp_path: Path, blanking: str, exercise: str) -> None:
    (tmp_path / "post.md").write_text(RIGHT, encoding="utf-8")
    assert fix("--blank", blanking, "post.md").status == 0
    assert (tmp_path / "post.md").read_text(encoding="utf-8") == exercise
    assert fix("post.md").status == 0
    assert (tmp_path / "post.md").read_text(encoding="utf-8") == RIGHT


def test_a_students_answers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One answer is right, the other that of a + where a × stands."""
    answers = tmp_path / "answers.md"
    answers.write_text(POST.format(value=6, gradient=1), encoding="utf-8")
    assert main(("check", str(answers))) == 1
    told = capfd.readouterr().out
    assert f"{answers}:9:10: " in told.replace(" error", "")
    assert ":7:" not in told


def test_a_link_is_followed_only_when_named(fix: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "post.md").write_text(WRONG, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.md").symlink_to(elsewhere / "post.md")
    fix("folder")
    assert (elsewhere / "post.md").read_text(encoding="utf-8") == WRONG
    assert fix("folder/link.md").status == 0
    assert (elsewhere / "post.md").read_text(encoding="utf-8") == RIGHT
    assert (folder / "link.md").is_symlink()


def test_a_file_that_is_not_there(fix: Run, tmp_path: Path) -> None:
    assert fix("missing.md").status == 2
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_vanishes_while_it_is_mended(
    fix: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = tmp_path / "post.md"
    post.write_text(WRONG, encoding="utf-8")
    replace_file = replacing.replace_file

    def too_late(path: str, before: bytes, after: bytes) -> None:
        os.unlink(path)  # noqa: PTH108 -- what another program does
        replace_file(path, before, after)

    monkeypatch.setattr("mdgrad.cli.fix.replace_file", too_late)
    assert fix("post.md").status == 2
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_file(fix: Run, tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text(WRONG, encoding="utf-8")
    post.chmod(0o444)
    assert fix("post.md").status == 2
    assert post.read_text(encoding="utf-8") == WRONG
