"""Configuration: what may be asked for, and what is told where it cannot be followed."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from mdgrad.cli import arguments
from mdgrad.configuration import ConfigurationError
from mdgrad.configuration.reading import KEYS, read_configuration
from mdgrad.posts.flavors import GRAMMARS
from mdgrad.settings import Settings


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        pytest.param("", Settings(), id="nothing"),
        pytest.param("strict = true", Settings(strict=True), id="strict"),
        pytest.param('select = ["mg3"]', Settings(select=("MG3",)), id="select"),
        pytest.param('ignore = ["MG3", "MG201"]', Settings(ignore=("MG3", "MG201")), id="ignore"),
        pytest.param('flavor = "myst"', Settings(flavor="myst"), id="flavor"),
        pytest.param("max-bytes = 1_000", Settings(max_bytes=1000), id="max-bytes"),
        pytest.param("max-blocks = 5", Settings(max_blocks=5), id="max-blocks"),
        pytest.param("max-nodes = 7", Settings(max_nodes=7), id="max-nodes"),
    ],
)
@pytest.mark.parametrize("name", ["mdgrad.toml", "pyproject.toml"])
def test_settings(tmp_path: Path, name: str, text: str, settings: Settings) -> None:
    table = "[tool.mdgrad]\n" if name == "pyproject.toml" else ""
    (tmp_path / name).write_text(table + text)
    configuration = read_configuration(tmp_path / name)
    assert configuration is not None
    assert configuration.settings == settings


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("strikt = true", "no key strikt; did you mean strict?", id="unknown-key"),
        pytest.param("max_bytes = 1", "did you mean max-bytes?", id="underscore"),
        pytest.param("zzz = 1", "there is no key zzz; there are strict, select", id="far-off"),
        pytest.param('strict = "yes"', "strict must be true or false", id="no-boolean"),
        pytest.param("strict = 1", "strict must be true or false", id="a-number-is-no-boolean"),
        pytest.param('select = "MG3"', "select must be a list of codes", id="no-list"),
        pytest.param('select = ["MG7"]', "no code begins with 'MG7'", id="unknown-code"),
        pytest.param('ignore = [""]', "no code begins with ''", id="empty-code"),
        pytest.param("ignore = [3]", "ignore must be a list of codes", id="no-text"),
        pytest.param('flavor = "word"', "flavor must be one of auto, ", id="unknown-flavor"),
        pytest.param("max-bytes = 0", "max-bytes must be a whole number", id="no-bytes"),
        pytest.param("max-bytes = true", "max-bytes must be a whole number", id="true-bytes"),
        pytest.param('exclude = ["!"]', "'!' is none", id="no-pattern"),
        pytest.param("per-file-ignores = []", "must be a table from patterns", id="no-table"),
        pytest.param(
            '[per-file-ignores]\n"a.md" = ["MG7"]', "no code begins with 'MG7'", id="per-file-code"
        ),
        pytest.param("strict = ", "no TOML", id="no-toml"),
        pytest.param("caf\udce9 = 1", "not UTF-8", id="not-utf-8"),
    ],
)
def test_errors_name_the_file_and_the_key(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mdgrad.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError) as error:
        read_configuration(path)
    assert str(error.value).startswith(f"{path}: ")
    assert told in str(error.value)


def test_errors_in_a_pyproject_name_the_whole_key(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool.mdgrad]\nstrict = 2")
    with pytest.raises(ConfigurationError, match=r"tool\.mdgrad\.strict must be true or false"):
        read_configuration(path)
    path.write_text("[tool]\nmdgrad = 2")
    with pytest.raises(ConfigurationError, match=r"tool\.mdgrad must be a table"):
        read_configuration(path)


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'", "[tool.ruff]\nmdgrad = 1"])
def test_a_pyproject_of_others_is_no_configuration(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert read_configuration(tmp_path / "pyproject.toml") is None


def test_every_setting_has_a_key() -> None:
    # What `fix` does once is asked for on the command line, not for good.
    settings = {field.name.replace("_", "-") for field in fields(Settings)} - {"complete"}
    assert set(KEYS) == settings | {"exclude", "per-file-ignores"}


def test_the_command_line_knows_every_flavor() -> None:
    assert tuple(GRAMMARS) == arguments._FLAVORS
