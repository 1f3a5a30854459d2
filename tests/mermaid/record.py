"""Records what mermaid.js makes of the sources in `cases.py`: `python -m tests.mermaid.record`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.mermaid import real
from tests.mermaid.cases import SOURCES

RECORDED = Path(__file__).with_name("recorded.json")


def recording() -> dict[str, real.Answer]:
    """Return mermaid.js's answer on each source, without what differs from run to run."""
    folder = real.installed()
    assert folder is not None, "node and npm are needed"
    found = real.answers(folder, SOURCES, processes=1)
    return {source: _lasting(answer) for source, answer in zip(SOURCES, found, strict=True)}


def _lasting(answer: real.Answer) -> real.Answer:
    if not answer["ok"]:
        return {"ok": False}
    return {key: value for key, value in answer.items() if key != "milliseconds"}


if __name__ == "__main__":
    lines = (
        f"{json.dumps(source)}: {json.dumps(answer, ensure_ascii=False)}"
        for source, answer in recording().items()
    )
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
