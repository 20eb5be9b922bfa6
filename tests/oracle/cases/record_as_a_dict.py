# ruff: noqa
# fmt: off
import dataclasses
from dataclasses import dataclass
from typing import Any
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"

@dataclass
class Cfg:
    endpoint: str
    credential: Any = None
cfg = Cfg(URL)
ContainerRegistryClient(**dataclasses.asdict(cfg)).delete_tag("a", "1")  # anonymous: always, escapes
