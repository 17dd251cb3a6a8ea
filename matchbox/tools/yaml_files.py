"""Reading YAML files that ship with the product."""

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times as fast, where it is there


def read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), _LOADER)
