"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes depends on what else the machine does.
ANY_TIME = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("few", ANY_TIME, max_examples=15)
settings.register_profile("many", ANY_TIME, max_examples=2_000)
settings.load_profile("few")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def _own_home_for_caches(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Leave the user's own folder for caches alone."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("caches"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of material beside the project; without it the test is skipped."""
    named = os.environ.get("MDGRAD_SHARED")
    places = [Path(named)] if named else [ROOT / "../shared", ROOT / "../../shared"]
    for place in places:
        if (place / "seed").is_dir():
            return place.resolve()
    pytest.skip("the material beside the project is not here")
