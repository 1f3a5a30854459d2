"""`mdgrad check --certificate`: what is verified can be replayed by sympy alone, label by label."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mdgrad.cli import main
from tests.fixture_posts import EXAMPLES
from tests.proofs.replaying import ReplayError, replay

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/certificates.schema.json").read_text(encoding="utf-8"))
NEURON = """```mermaid
flowchart LR
  w -->|"2"| m((×))
  x -->|"3"| m
  m -->|"6"| a((+))
  b -->|"-6"| a
  a -->|"0"| s((σ))
  s -->|"0.5"| y
  y -->|"1"| s
  s -->|"0.25"| a
  a -->|"0.25"| m
  a -->|"0.25"| b
  m -->|"0.75"| w
  m -->|"0.50"| x
```
"""


Certificates = list[dict[str, Any]]


def certificates_of(text: str, folder: Path) -> Certificates:
    post, proofs = folder / "post.md", folder / "proofs.json"
    post.write_text(text, encoding="utf-8")
    assert main(["check", str(post), "--no-cache", "--certificate", str(proofs)]) in {0, 1}
    content = json.loads(proofs.read_text(encoding="utf-8"))
    jsonschema.validate(content, SCHEMA)
    return [diagram for post in content["posts"] for diagram in post["diagrams"]]


def test_every_gradient_and_label_of_a_neuron_is_replayed(tmp_path: Path) -> None:
    (neuron,) = certificates_of(NEURON, tmp_path)
    assert [claim["written"] for claim in neuron["claims"]] == [
        "0.25",
        "0.25",
        "0.25",
        "0.75",
        "0.50",
    ]
    assert [value["number"] for value in neuron["values"] if "number" in value] == ["2", "3", "-6"]
    edges = sum(step["verified"] for step in neuron["gradients"])
    assert replay(neuron) == edges + len(neuron["claims"]) == 10


@pytest.mark.parametrize("claim", range(5))
@pytest.mark.parametrize("written", ["0.26", "-0.25", "7"])
def test_a_label_with_other_digits_does_not_stand(claim: int, written: str, tmp_path: Path) -> None:
    (neuron,) = certificates_of(NEURON, tmp_path)
    neuron["claims"][claim]["written"] = written
    with pytest.raises(ReplayError):
        replay(neuron)


def test_what_is_wrong_is_not_certified(tmp_path: Path) -> None:
    (neuron,) = certificates_of(NEURON.replace('"0.75"', '"0.57"'), tmp_path)
    assert [claim["written"] for claim in neuron["claims"]] == ["0.25", "0.25", "0.25", "0.50"]
    assert replay(neuron) == 8


REPLAYED = [e for e in EXAMPLES if e.is_right and not e.name.startswith(("shapes:", "cases:"))]


def test_right_fixtures_are_replayed(tmp_path: Path) -> None:
    """In one case of several a derivative holds for that case alone, which sympy is not told."""
    gradients = 0
    for example in REPLAYED[::3]:
        for certificate in certificates_of(example.source, tmp_path):
            gradients += 0 if "reason" in certificate else replay(certificate)
    assert gradients > 40


def test_matrices_have_a_reason_instead(tmp_path: Path) -> None:
    reasons = {
        certificate.get("reason")
        for example in EXAMPLES
        if example.is_right and example.name.startswith("shapes:")
        for certificate in certificates_of(example.source, tmp_path)
    }
    assert reasons == {"its gradients are those of matrices"}


def test_a_certificate_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = tmp_path / "post.md"
    post.write_text(NEURON, encoding="utf-8")
    assert main(["check", str(post), "--certificate", str(tmp_path / "none" / "proofs.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
