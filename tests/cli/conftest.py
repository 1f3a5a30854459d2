"""The command line with the toy judge of sums in the place of the real one."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mdgrad.cli import main
from tests.sums import judge_sums


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run mdgrad in an empty folder; standard input is what `stdin` says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mdgrad.api.check_post", judge_sums)
    # Sums stand in no diagram, so a quick look must not take them for nothing.
    for module in ("again", "check"):
        monkeypatch.setattr(f"mdgrad.cli.{module}.has_nothing_to_judge", lambda *_, **__: False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            status = main(arguments)
        except SystemExit as error:  # argparse's way to say misuse
            status = int(error.code or 0)
        captured = capfdbinary.readouterr()
        return Ran(status, captured.out.decode(), captured.err.decode())

    return run
