# ruff: noqa
# fmt: off
# file: main.py
import lib
lib.get().delete_tag("a", "b")  # anonymous: always, escapes
# file: lib.py
import importlib
def get():
    acr = importlib.import_module("azure.containerregistry")
    return acr.ContainerRegistryClient("https://example.azurecr.io")
