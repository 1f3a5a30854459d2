"""A run with nothing to judge is told at once: byte for byte what the ordinary way prints."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mdgrad.cli import main
from mdgrad.cli.again import MOST_BYTES, tell_again
from mdgrad.settings import Settings
from tests.conftest import ROOT
from tests.sampling import one_in

WRONG = """# Product

```mermaid
flowchart LR
    X[ ] -- 2 --> M((×))
    Y[ ] -- 3 --> M
    M -- 7 --> Z[ ]
    Z -- 1 --> M
    M -- 3 --> X
```
"""
WORDS = "# Words\n\nMermaid is named here.\n"
POSTS = sorted(
    post
    for folder in ("tests/fixtures", "tests/published", "docs/examples", "docs/tutorial")
    for post in (ROOT / folder).glob("*.md")
)

Said = tuple[int | None, str, str]
Say = Callable[..., Said]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "words.md").write_text(WORDS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ordinary(capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what the ordinary way says, without the cache and with it."""

    def say(*arguments: str) -> Said:
        fresh = main(["check", "--no-cache", *arguments]), *capsys.readouterr()
        assert (main(["check", *arguments]), *capsys.readouterr()) == fresh
        return fresh

    return say


@pytest.fixture
def again(capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what is told at once."""

    def say(*arguments: str) -> Said:
        status = tell_again(["check", *arguments])
        return status, *capsys.readouterr()

    return say


UNKNOWN = (None, "", "")


@pytest.mark.parametrize("post", one_in(10, POSTS), ids=lambda post: post.stem)
def test_every_post_is_told_as_the_ordinary_way_tells_it(
    post: Path, folder: Path, ordinary: Say, again: Say
) -> None:
    # Where no configuration stands around it, as the project's own does.
    (folder / post.name).write_bytes(post.read_bytes())
    told = ordinary(post.name)
    assert again(post.name) == told
    assert again("./" + post.name)[1].replace("./", "") == told[1]


def test_several_posts_are_told_in_order(ordinary: Say, again: Say) -> None:
    posts = ("words.md", "wrong.md")
    told = ordinary(*posts)
    assert told[:2] != UNKNOWN[:2]
    assert again(*posts) == told
    assert again(*reversed(posts))[1].startswith("wrong.md:")


def test_a_post_without_diagrams_needs_no_earlier_run(ordinary: Say, again: Say) -> None:
    assert again("words.md") == ordinary("words.md")


def test_a_folder_is_told_as_its_posts(folder: Path, ordinary: Say, again: Say) -> None:
    for name in ("b", "a/deeper", ".hidden", "left-out"):
        (folder / "posts" / name).mkdir(parents=True)
        (folder / "posts" / name / "post.md").write_text(WRONG, encoding="utf-8")
    (folder / "posts/notes.txt").write_text(WRONG, encoding="utf-8")
    (folder / "posts/link.md").symlink_to(folder / "wrong.md")
    (folder / "posts/.gitignore").write_text("left-out\n", encoding="utf-8")
    for paths in (["posts"], ["."], ["./posts/", "words.md", "posts/b/post.md"], ["posts/b"]):
        told = ordinary(*paths)
        assert again(*paths) == told
        assert told[1].count("MG201") == {"posts/b": 1, ".": 3}.get(paths[0], 2)
    (folder / "posts/b/post.md").write_text(WRONG.replace("7", "6"), encoding="utf-8")
    assert again("posts") == UNKNOWN
    assert again("posts/a") == ordinary("posts/a")


def test_a_post_named_twice_is_told_once(ordinary: Say, again: Say) -> None:
    told = ordinary("words.md", "./words.md", ".")
    assert again("words.md", "./words.md", ".") == told
    assert told[1].count("2 posts") == 1


def test_what_a_folder_s_configuration_excludes_is_not_told(ordinary: Say, again: Say) -> None:
    Path("posts/drafts").mkdir(parents=True)
    Path("posts/drafts/wrong.md").write_text(WRONG, encoding="utf-8")
    Path("posts/words.md").write_text(WORDS, encoding="utf-8")
    assert ordinary("posts")[0] == 1
    Path("posts/mdgrad.toml").write_text("exclude = ['drafts']", encoding="utf-8")
    assert ordinary("posts")[0] == 0
    assert again("posts") == UNKNOWN


def test_what_is_new_is_judged(folder: Path, ordinary: Say, again: Say) -> None:
    ordinary("wrong.md")
    (folder / "wrong.md").write_text(WRONG.replace("7", "6"), encoding="utf-8")
    assert again("wrong.md") == UNKNOWN
    assert again("wrong.md", "words.md") == UNKNOWN
    assert ordinary("wrong.md")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", "wrong.md", "--strict"], id="option"),
        pytest.param(["check", "--no-cache", "wrong.md"], id="option-before"),
        pytest.param(["check", "wrong.md", "--certificate", "proofs.json"], id="certificate"),
        pytest.param(["check", "-"], id="stdin"),
        pytest.param(["check", "."], id="folder"),
        pytest.param(["check", "none.md"], id="no-such-file"),
        pytest.param(["check", "empty"], id="folder-without-posts"),
        pytest.param(["check", "words.md", "none"], id="no-such-folder"),
        pytest.param(["check", "not\nprintable.md"], id="path-to-be-shown-otherwise"),
        pytest.param(["check", "zero.md"], id="binary"),
        pytest.param(["check", "latin.md"], id="not-utf-8"),
        pytest.param(["check", ""], id="empty"),
        pytest.param(["check"], id="nothing"),
        pytest.param(["fix", "words.md"], id="another-command"),
        pytest.param([], id="no-command"),
    ],
)
def test_all_else_goes_the_ordinary_way(
    arguments: list[str], folder: Path, ordinary: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    ordinary("wrong.md")
    (folder / "empty").mkdir()
    (folder / "not\nprintable.md").write_text(WORDS, encoding="utf-8")
    (folder / "zero.md").write_bytes(b"\0")
    (folder / "latin.md").write_bytes("é".encode("latin-1"))
    assert tell_again(arguments) is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_is_not_waited_for(again: Say) -> None:
    os.mkfifo("pipe.md")
    assert again("pipe.md") == UNKNOWN


CONFIGURATIONS = {
    "mdgrad.toml": "strict = true\n",
    "pyproject.toml": "[tool.mdgrad]\nignore = ['MG2']\n",
    "../mdgrad.toml": "select = ['MG303']\nstrict = true\n",
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configuration_holds(name: str, ordinary: Say, again: Say) -> None:
    Path("posts").mkdir()
    Path("posts/wrong.md").write_text(WRONG, encoding="utf-8")
    Path("posts/words.md").write_text(WORDS, encoding="utf-8")
    os.chdir("posts")
    without = ordinary("wrong.md")
    Path(name).write_text(CONFIGURATIONS[name], encoding="utf-8")
    assert again("wrong.md") == again("words.md") == UNKNOWN
    with_it = ordinary("wrong.md", "words.md")
    assert again("wrong.md", "words.md") == with_it
    assert again("wrong.md") == ordinary("wrong.md") != without
    Path(name).write_text("", encoding="utf-8")
    assert again("wrong.md") == UNKNOWN


@pytest.mark.parametrize(
    "configuration",
    [
        pytest.param("exclude = ['words.md']", id="exclude"),
        pytest.param("per-file-ignores = {'*.md' = ['MG3']}", id="per-file-ignores"),
        pytest.param("max-bytes = 10", id="max-bytes"),
        pytest.param("language = 'ko'", id="language"),
        pytest.param("nonsense = 1", id="unknown-key"),
        pytest.param("[", id="no-toml"),
    ],
)
def test_what_depends_on_more_than_the_post_is_never_told_at_once(
    configuration: str, again: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mdgrad.toml").write_text(configuration, encoding="utf-8")
    for post in ("words.md", "wrong.md"):
        main(["check", post])
        capsys.readouterr()
        assert again(post) == UNKNOWN


def test_colours_go_the_ordinary_way(
    ordinary: Say, again: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ordinary("wrong.md")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert again("wrong.md") == UNKNOWN
    assert again("words.md")[0] == 0
    monkeypatch.setenv("NO_COLOR", "1")
    assert again("wrong.md") == told


def test_the_limit_is_that_of_the_settings() -> None:
    assert Settings().max_bytes == MOST_BYTES


@pytest.mark.parametrize("post", ["words.md", "wrong.md"])
def test_nothing_is_imported_for_it(post: str, ordinary: Say) -> None:
    ordinary(post)
    code = (
        "import os, sys; known = set(sys.modules); from mdgrad.cli import main; "
        f"main(['check', {post!r}]); "
        "print({name.partition('.')[0] for name in sys.modules} - known - set(sys.argv[1:]))"
    )
    expected = ["mdgrad", "__future__", "_blake2"]
    # `-S`: what a site imports when it starts must not hide what we import.
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code, *expected],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert ran.stdout.splitlines()[-1] == "set()"
