"""The command line, as a shell calls it, also with the toy judge of sums for the real one."""

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
    written: bytes
    err: str

    @property
    def out(self) -> str:
        return self.written.decode()


Run = Callable[..., Ran]


@pytest.fixture
def run_with_diagrams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run mdgrad in an empty folder; standard input is what `stdin` says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            status = main(arguments)
        except SystemExit as error:  # argparse's way to say misuse
            status = int(error.code or 0)
        captured = capfdbinary.readouterr()
        return Ran(status, captured.out, captured.err.decode())

    return run


@pytest.fixture
def run(run_with_diagrams: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run mdgrad with the judge of sums."""
    monkeypatch.setattr("mdgrad.api.check_post", judge_sums)
    # Sums stand in no diagram, so a quick look must not take them for nothing.
    for module in ("again", "check"):
        monkeypatch.setattr(f"mdgrad.cli.{module}.has_nothing_to_judge", lambda *_, **__: False)
    return run_with_diagrams
