# ruff: noqa
# fmt: off
import argparse
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)



def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


def delete(args):
    with C() as c:
        c.delete_tag(args.repository, "v1")  # anonymous: always
def names(args):
    with good() as c:
        for n in c.list_repository_names(): print(n)
def main(argv=None):
    parser = argparse.ArgumentParser()
    sub = parser.add_subparsers(dest="command", required=True)
    p = sub.add_parser("delete"); p.add_argument("--repository", default="a"); p.set_defaults(func=delete)
    p = sub.add_parser("names"); p.set_defaults(func=names)
    args = parser.parse_args(argv)
    try:
        args.func(args)
    except HttpResponseError as e:
        print(e); return 1
    return 0
main(["delete"]); main(["names"])

def delete(args):
    with C() as c:
        c.delete_tag(args.repository, "v1")  # anonymous: always, escapes
def main(argv=None):
    parser = argparse.ArgumentParser()
    sub = parser.add_subparsers(dest="command", required=True)
    p = sub.add_parser("delete"); p.add_argument("--repository", default="a"); p.set_defaults(func=delete)
    args = parser.parse_args(argv)
    args.func(args)
main(["delete"])
