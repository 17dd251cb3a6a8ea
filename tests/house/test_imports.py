"""The law of imports, and the rooms."""

import tomllib

from importlinter.cli import lint_imports

from matchbox.app import HOUSE

NOT_FEATURES = {"core", "tools", "web"}


def contracts():
    return tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_the_law_of_imports_holds():
    assert lint_imports(config_filename=str(HOUSE / "pyproject.toml"), no_cache=True) == 0


def test_every_feature_has_its_floors():
    floors = next(contract["containers"] for contract in contracts() if contract["id"] == "floors")
    packages = {path.parent.name for path in (HOUSE / "matchbox").glob("*/__init__.py")}
    assert set(floors) == {f"matchbox.{name}" for name in packages - NOT_FEATURES}
