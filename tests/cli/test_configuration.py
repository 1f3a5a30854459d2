"""Configuration at the command line: what holds, and what wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

RIGHT, WRONG, UNDECIDED = "1+1=2\n", "1+1=3\n", "1+1=?\n"


@pytest.mark.parametrize(
    ("configuration", "post", "arguments", "status"),
    [
        pytest.param("strict = true", UNDECIDED, "post.md", 1, id="strict"),
        pytest.param("strict = true", UNDECIDED, "post.md --no-strict", 0, id="no-strict-wins"),
        pytest.param("strict = false", UNDECIDED, "post.md --strict", 1, id="strict-wins"),
        pytest.param('ignore = ["MG2"]', WRONG, "post.md", 0, id="ignore"),
        pytest.param('ignore = ["MG2"]', WRONG, "post.md --ignore MG3", 1, id="ignore-is-replaced"),
        pytest.param('select = ["MG3"]', WRONG, "post.md", 0, id="select"),
        pytest.param('select = ["MG3"]', WRONG, "post.md --select MG2", 1, id="select-is-replaced"),
        pytest.param('exclude = ["post.md"]', WRONG, ".", 0, id="excluded"),
        pytest.param('exclude = ["post.md"]', WRONG, "post.md", 0, id="excluded-although-named"),
        pytest.param(
            'exclude = ["x.md"]', WRONG, "post.md --exclude post.md", 0, id="exclude-adds-up"
        ),
        pytest.param(
            '[per-file-ignores]\n"p*.md" = ["MG2"]', WRONG, "post.md", 0, id="per-file-ignores"
        ),
        pytest.param(
            '[per-file-ignores]\n"p*.md" = ["MG2"]', WRONG, "post.md --ignore MG3", 0,
            id="per-file-ignores-stay",
        ),
        pytest.param("max-bytes = 3", WRONG, "post.md --ignore MG905", 0, id="max-bytes"),
        pytest.param("strikt = true", RIGHT, "post.md", 2, id="unknown-key"),
        pytest.param("strict = ", RIGHT, ".", 2, id="no-toml"),
    ],
)  # fmt: skip
def test_exit_status(  # noqa: PLR0917
    run: Run, tmp_path: Path, configuration: str, post: str, arguments: str, status: int
) -> None:
    (tmp_path / "mdgrad.toml").write_text(configuration)
    (tmp_path / "post.md").write_text(post)
    assert run("check", *arguments.split()).status == status
    assert run("fix", "--diff", *arguments.split()).status == status


def test_misuse_names_file_and_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mdgrad.toml").write_text("strikt = true")
    (tmp_path / "post.md").write_text(RIGHT)
    ran = run("check", ".")
    told = "there is no key strikt; did you mean strict?"
    assert ran.err == f"mdgrad: {tmp_path}/mdgrad.toml: {told}\n"
    assert ran.out == ""


def test_each_post_has_the_configuration_that_is_nearest_to_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "mdgrad.toml").write_text('ignore = ["MG2"]')
    (tmp_path / "a/mdgrad.toml").write_text("")
    for name in ("post.md", "a/post.md"):
        (tmp_path / name).write_text(WRONG)
    assert [line for line in run("check", ".").out.splitlines() if "MG201" in line] == [
        "./a/post.md:1:5: MG201 the sum is 2"
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("--stdin-filename a/post.md", False),
        ("--stdin-filename post.md", True),
        ("--stdin-filename post.md --exclude *.md", False),
        ("--stdin-filename b/post.md --exclude b/", False),
        ("--exclude *", True),
    ],
    ids=["configured", "another", "excluded", "excluded-folder", "no-name"],
)
def test_standard_input_is_excluded_by_its_name(
    run: Run, tmp_path: Path, arguments: str, told: bool
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/mdgrad.toml").write_text('exclude = ["post.md"]')
    checked = run("check", "-", *arguments.split(), stdin=WRONG.encode())
    assert checked.status == told
    fixed = run("fix", "-", *arguments.split(), stdin=WRONG.encode())
    assert fixed.out == (RIGHT if told else WRONG)  # an editor loses nothing
    assert fixed.status == 0
