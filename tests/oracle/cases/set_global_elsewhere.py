# ruff: noqa
# fmt: off
# file: main.py
import jobs
import state
from azure.containerregistry import ContainerRegistryClient


def connect(client):
    state.client = client


connect(ContainerRegistryClient("https://example.azurecr.io"))
jobs.purge()
# file: state.py
client = None
# file: jobs.py
import state


def purge():
    delete = state.client.delete_tag  # anonymous: always
    delete("app", "v1")  # escapes
