"""Diagrams drawn by the real mermaid.js in a headless Chromium."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["chromium", "draw"]

_PAGE = """\
<!doctype html><meta charset="utf-8"><body style="background:white">
<script src="{script}"></script>
<div id="drawings"></div><pre id="told">nothing</pre>
<script>
const sources = {sources};
async function drawAll() {{
  mermaid.initialize({{startOnLoad: false, securityLevel: "loose"}});
  const told = [];
  for (const [number, source] of sources.entries()) {{
    try {{
      const {{svg}} = await mermaid.render("drawing" + number, source);
      const place = document.createElement("div");
      place.innerHTML = svg;
      document.getElementById("drawings").append(place);
      const paths = [...place.querySelectorAll("path.flowchart-link, .edgePaths path")];
      told.push({{
        strokes: [...new Set(paths)].map(path => getComputedStyle(path).stroke),
        labels: [...place.querySelectorAll(".edgeLabels .edgeLabel")]
          .map(label => label.textContent.trim()).filter(text => text),
        nodes: [...place.querySelectorAll(".nodes .nodeLabel")]
          .map(label => label.innerText.trim()),
      }});
    }} catch (error) {{
      told.push({{error: String(error)}});
    }}
  }}
  document.getElementById("told").textContent = JSON.stringify(told);
}}
drawAll();
</script>
"""


def chromium() -> str | None:
    """Return the browser's command, None if there is none."""
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def draw(browser: str, mermaid: Path, sources: Sequence[str], folder: Path) -> list[dict[str, Any]]:
    """Return what is seen of each source: edge colours, labels; leave `drawn.png` in `folder`."""
    script = mermaid / "node_modules/mermaid/dist/mermaid.min.js"
    page = folder / "page.html"
    page.write_text(
        _PAGE.format(
            script=script.as_uri(), sources=json.dumps(list(sources)).replace("</", "<\\/")
        ),
        encoding="utf-8",
    )
    common = (
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
        f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=20000",
    )  # fmt: skip
    dumped = subprocess.run(
        (*common, "--dump-dom", page.as_uri()),
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=120,
    )  # fmt: skip
    subprocess.run(
        (*common, f"--screenshot={folder / 'drawn.png'}", "--window-size=1200,3400", page.as_uri()),
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    told = dumped.stdout.rpartition('<pre id="told">')[2].partition("</pre>")[0]
    seen: list[dict[str, Any]] = json.loads(html.unescape(told))
    return seen
