# ruff: noqa
# fmt: off
import threading
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


class Worker(threading.Thread):
    def __init__(self, client):
        super().__init__()
        self.client = client
    def run(self):
        for tag in self.client.list_tag_properties("a"):  # escapes
            print(tag)
def main():
    with C() as client:
        worker = Worker(client)
        worker.start()
        worker.join()
main()
