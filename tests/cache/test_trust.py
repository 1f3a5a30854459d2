"""A cache is believed only by who wrote it, and written nowhere but in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from mdgrad.cache import Cache, cache_folder
from mdgrad.cli import main
from mdgrad.cli.again import tell_again
from mdgrad.report import FileReport
from mdgrad.settings import Settings

WRONG = "```mermaid\nflowchart LR\n    X[ ] -- 2 --> M((× 3))\n    M -- 7 --> Z[ ]\n```\n"
SETTINGS = repr(Settings())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that a user's caches are kept in; the current one has a wrong post."""
    home = tmp_path / "home"
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    Path("wrong.md").write_text(WRONG, encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    return home


@pytest.fixture
def forged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave a cache of a stranger's, who blesses the wrong post, in the current folder."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path / "stranger"))
        cache = Cache(cache_folder("."))
        cache.put(WRONG.encode(), SETTINGS, FileReport("wrong.md"))
        cache.keep()
        assert Cache(cache_folder(".")).get("wrong.md", WRONG.encode(), SETTINGS) is not None
        assert main(["check", "wrong.md"]) == 0
        assert tell_again(["check", "wrong.md"]) == 0


@pytest.mark.usefixtures("forged")
def test_a_strangers_cache_is_not_believed(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell_again(["check", "wrong.md"]) is None
    capsys.readouterr()
    assert main(["check", "wrong.md"]) == 1
    assert "6" in capsys.readouterr().out
    assert tell_again(["check", "wrong.md"]) == 1


def test_the_secret_is_for_its_user_alone(home: Path) -> None:
    main(["check", "wrong.md"])
    secret = home / "mdgrad/secret"
    assert secret.stat().st_mode & 0o077 == 0
    before = secret.read_bytes()
    Path("wrong.md").write_text(WRONG.replace("7", "8"), encoding="utf-8")
    main(["check", "wrong.md"])
    assert secret.read_bytes() == before
    assert [path.name for path in secret.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_secret_that_is_none_is_made_anew(home: Path, content: bytes) -> None:
    (home / "mdgrad").mkdir(parents=True)
    (home / "mdgrad/secret").write_bytes(content)
    main(["check", "wrong.md"])
    assert len((home / "mdgrad/secret").read_bytes()) == 32
    assert tell_again(["check", "wrong.md"]) == 1


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert main(["check", "wrong.md"]) == main(["check", "wrong.md"]) == 1
    assert [path.name for path in Path().iterdir()] == ["wrong.md"]


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(".mdgrad_cache", id="folder"),
        pytest.param(".mdgrad_cache/.gitignore", id="file"),
        pytest.param(".mdgrad_cache/CACHEDIR.TAG", id="tag"),
    ],
)
def test_nothing_is_written_through_a_link(link: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    Path(link).parent.mkdir(exist_ok=True)
    try:
        Path(link).symlink_to(outside / ("" if link == ".mdgrad_cache" else "new"))
    except OSError:
        pytest.skip("there are no links here")
    assert main(["check", "wrong.md"]) == 1
    assert not list(outside.iterdir())


def test_a_link_to_what_has_no_end_is_not_read() -> None:
    main(["check", "wrong.md"])
    for kept in Path(".mdgrad_cache").iterdir():
        if kept.name[0] not in ".C":
            kept.unlink()
            try:
                kept.symlink_to("/dev/zero")
            except OSError:
                pytest.skip("there are no links here")
    assert main(["check", "wrong.md"]) == 1
    assert tell_again(["check", "wrong.md"]) == 1
