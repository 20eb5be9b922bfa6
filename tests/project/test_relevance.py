"""Which files of small projects are relevant; each project says why in its names."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from acr_lint.layout import Layout, source_folders
from acr_lint.lsp.projects import Project, Results
from acr_lint.lsp.reading import Buffer
from acr_lint.project.around import around
from acr_lint.project.importers import Importers, Sought
from acr_lint.project.relevance import Files, Relevant, relevant
from acr_lint.project.search import mentions_sdk
from acr_lint.settings import DEFAULT

ROOT = "/p"
SDK = "from azure.containerregistry import ContainerRegistryClient\n"
MAKES = SDK + "def make(): return ContainerRegistryClient('u', None)\n"


def relevant_of(files: dict[str, str]) -> set[str]:
    texts = {f"{ROOT}/{path}": text for path, text in files.items()}

    importers = Importers()
    for path, text in texts.items():
        folder, _, name = path.rpartition("/")
        importers.note(folder, {name: text.encode()})

    def importing(sought: Collection[Sought]) -> Iterator[tuple[str, str]]:
        return ((path, texts[path]) for path in importers.of(sought))

    layout = Layout(ROOT, source_folders(texts), texts.__contains__)
    seeds = [(path, text) for path, text in texts.items() if mentions_sdk(text.encode())]
    found = relevant(seeds, Files(texts.__contains__, texts.get, importing), layout).texts()
    return {path[len(ROOT) + 1 :] for path in found}


def test_nothing_without_the_sdk() -> None:
    assert relevant_of({"m.py": "import n\n", "n.py": "def f(): pass\n"}) == set()


def test_importers_of_what_touches_the_sdk() -> None:
    files = {
        "clients.py": MAKES + "TIMEOUT = 3\n",
        "uses.py": "from clients import make\ndef purge(): make().delete_tag('r', 't')\n",
        "calls.py": "import uses\nuses.purge()\n",
        "other.py": "from clients import TIMEOUT\n",
        "prose.py": '"""uses clients and make"""\n',
    }
    assert relevant_of(files) == {"clients.py", "uses.py", "calls.py"}


def test_what_is_given_a_client() -> None:
    files = {
        "main.py": MAKES + "import work, unrelated\ndef run(): work.purge(make())\n"
        "def other(): unrelated.f()\n",
        "work.py": "from more import deep, shallow\ndef purge(c): deep(c)\ndef x(): shallow()\n",
        "more.py": "import far\ndef deep(c): far.reach(c)\ndef shallow(): pass\n",
        "far.py": "def reach(c): c.delete_tag('r', 't')\n",
        "unrelated.py": "import farther\ndef f(): farther.g()\n",
        "farther.py": "def g(): pass\n",
    }
    assert relevant_of(files) == {"main.py", "work.py", "more.py", "far.py"}


def test_importers_of_a_class_that_is_given_a_client() -> None:
    files = {
        "main.py": MAKES + "from lib import Purger\ndef run(): Purger(make()).purge()\n",
        "lib.py": "class Purger:\n    def __init__(self, c): self.c = c\n"
        "    def purge(self): self.c.delete_tag('r', 't')\n",
        "web.py": "from lib import Purger\ndef route(p: Purger): p.purge()\n",
    }
    assert relevant_of(files) == set(files)


def test_errors_and_handlers_that_a_touching_statement_names() -> None:
    files = {
        "main.py": MAKES + "from errors import Ours, guarded\n"
        "@guarded\ndef run():\n    try: make().delete_tag('r', 't')\n    except Ours: pass\n",
        "errors.py": "from base import Base\nclass Ours(Base): pass\ndef guarded(f): return f\n",
        "base.py": "from azure.core.exceptions import HttpResponseError as Base\n",
    }
    assert relevant_of(files) == set(files)


def test_re_exports_and_stars() -> None:
    files = {
        "pkg/__init__.py": "from .clients import *\nfrom . import quiet\n",
        "pkg/clients.py": MAKES,
        "pkg/quiet.py": "x = 1\n",
        "app.py": "from pkg import make\nmake()\n",
        "star.py": "from pkg import *\ndef f(): make()\n",
        "quiet_user.py": "from pkg import quiet\n",
    }
    assert {"pkg/__init__.py", "pkg/clients.py", "app.py", "star.py"} <= relevant_of(files)
    assert "quiet_user.py" not in relevant_of(files)


def test_re_exported_modules() -> None:
    files = {
        "pkg/__init__.py": "from . import guards\n",
        "pkg/guards.py": "import deep\ndef guarded(f): return deep.wrap(f)\n",
        "deep.py": "def wrap(f): return f\n",
        "main.py": MAKES + "import pkg\nx = pkg.guards.guarded(make)\n",
    }
    assert relevant_of(files) == set(files)


_EDITED = {
    "main.py": MAKES + "import work, quiet, plain\nfrom plain import relay as sent\nLIMIT = 2\n\n"
    "def run():\n    c = make()\n    work.purge(c)\n    plain.relay(c)\n\n"
    "def other(x):\n    total = x\n    return total\n",
    "work.py": "from more import deep, shallow as flat\nLIMIT = 3\n\ndef purge(c):\n    deep(c)\n"
    "    return LIMIT\n\ndef spare(): flat()\n",
    "more.py": "def deep(c):\n    c.delete_tag('r', 't')\n\ndef shallow(): pass\n",
    "starry.py": "from main import make\nfrom stars import *\n\ndef bright(): shine(make())\n",
    "stars.py": "from hidden import glow\n\ndef shine(c): return glow(c)\n\ndef dull(): pass\n",
    "hidden.py": "def glow(c): c.get_tag_properties('r', 't')\n",
    "quiet.py": "VALUE = 1\n\ndef nothing(): return VALUE\n",
    "plain.py": "from far import away, near\n\ndef relay(f): return away(f)\n\n"
    "def extra(f): return near(f)\n",
    "far.py": "def away(f): return f\n\ndef near(f): return f\n",
    "late.py": "def late():\n    import main, plain\n    main.run(plain.extra, quiet.VALUE)\n",
}
_NAME = re.compile(r"[A-Za-z_.]+")


@pytest.mark.parametrize("seed", range(8))
def test_after_edits_as_when_looked_for_anew(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    (tmp_path / ".git").mkdir()
    root = tmp_path.as_posix()
    for name, text in _EDITED.items():
        (tmp_path / name).write_text(text)
    words = sorted({word for text in _EDITED.values() for word in _NAME.findall(text)})
    paths = [f"{root}/{name}" for name in _EDITED if chance.random() < 0.8]
    kept = Project(root, lambda path: DEFAULT, (root,))
    for _ in range(80):
        texts = {path: _EDITED[path.rpartition("/")[2]] for path in paths}
        for path in chance.choices(paths, k=chance.randrange(3)):
            start, end = chance.choice([each.span() for each in _NAME.finditer(texts[path])])
            word = chance.choice((*words, *words, "q", "\n    q = 1\n", "# q\n"))
            texts[path] = texts[path][:start] + word + texts[path][end:]
        buffers = {path: Buffer(text) for path, text in texts.items()}
        anew = Project(root, lambda path: DEFAULT, (root,)).analyse(buffers)
        assert _program(kept.analyse(buffers)) == _program(anew)


def _program(results: Results) -> dict[str, str]:
    """The texts that were analysed."""
    modules = () if results.program is None else results.program.modules
    return {module.path: module.syntax.source.text for module in modules}


def test_what_an_edit_keeps_is_not_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []

    def counted(*asked: Any) -> Relevant:
        looked.append(asked)
        return relevant(*asked)

    monkeypatch.setattr("acr_lint.lsp.projects.relevant", counted)
    (tmp_path / ".git").mkdir()
    root = tmp_path.as_posix()
    for name, text in _EDITED.items():
        (tmp_path / name).write_text(text)
    project = Project(root, lambda path: DEFAULT, (root,))
    path, text = f"{root}/main.py", _EDITED["main.py"]
    project.analyse({path: Buffer(text)})
    for word in ("zq = x", "zq = LIMITS", "if x: pass"):
        project.analyse({path: Buffer(text.replace("total = x", word))})
    assert len(looked) == 1
    for word in ("zq = work.LIMIT", "zq = run", "global zq", "zq = sent"):
        project.analyse({path: Buffer(text.replace("total = x", word))})
    assert len(looked) == 5
    text = text.replace("from plain import relay as sent", "from plain import *")
    for word in ("total = x", "zq = x"):
        project.analyse({path: Buffer(text.replace("total = x", word))})
    assert len(looked) == 7, "with `*` any name may be one of another file"


@pytest.mark.parametrize(
    "importing",
    [
        "from pkg.inner.clients import make",
        "from pkg.inner import clients",
        "import pkg.inner.clients",
        "import pkg.inner.clients as c",
        "from pkg.inner.clients import *",
        "from pkg.inner.clients import (  # all (of it)\n    other,\n    make as m,\n)",
        "from pkg.inner.clients \\\n    import make",
        "def f():\n    from pkg.inner.clients import make\n    make()",
        "try:\n    from pkg.inner.clients import make\nexcept ImportError:\n    make = None",
        "if True: from pkg.inner.clients import make",
    ],
)
def test_forms_of_imports(importing: str) -> None:
    files = {"pkg/inner/clients.py": MAKES, "m.py": importing + "\n"}
    assert relevant_of(files) == set(files)


def test_relative_imports() -> None:
    files = {
        "pkg/a/clients.py": MAKES,
        "pkg/a/same.py": "from .clients import make\n",
        "pkg/a/deep/er.py": "from ..clients import make\n",
        "pkg/b/cousin.py": "from ..a.clients import make\n",
        "pkg/b/clients.py": "def make(): pass\n",
        "pkg/b/wrong.py": "from .clients import make\n",
    }
    assert relevant_of(files) == {
        "pkg/a/clients.py", "pkg/a/same.py", "pkg/a/deep/er.py", "pkg/b/cousin.py",
    }  # fmt: skip


def test_sources_below_src_and_tests_beside_it() -> None:
    files = {
        "pyproject.toml": "",
        "src/pkg/__init__.py": "",
        "src/pkg/clients.py": MAKES,
        "tests/test_clients.py": "from pkg.clients import make\n",
        "tools/run.py": "from src.pkg.clients import make\n",
    }
    assert relevant_of(files) == set(files) - {"pyproject.toml", "src/pkg/__init__.py"}


def test_cycles_end() -> None:
    files = {
        "a.py": MAKES + "from b import *\ndef f(): g()\n",
        "b.py": "from a import *\nfrom c import *\ndef g(): f()\n",
        "c.py": "from b import *\n",
    }
    assert relevant_of(files) == set(files)


def test_globals_that_a_function_fills() -> None:
    files = {
        "state.py": SDK + "client = None\n"
        "def start():\n    global client\n    client = ContainerRegistryClient('u')\n",
        "uses.py": "import state\ndef f(): state.client.delete_tag('r', 't')\n",
        "takes.py": "from state import client\n",
    }
    assert relevant_of(files) == set(files)


def test_modules_imported_for_their_effect() -> None:
    files = {
        "app.py": MAKES + "import handlers\nfrom core import app\n@app.route\ndef f(): make()\n",
        "core.py": "app = object()\n",
        "handlers.py": "from core import app\n@app.errorhandler(Exception)\ndef f(e): pass\n",
    }
    assert relevant_of(files) == set(files)


def test_a_chain_longer_than_the_stack() -> None:
    count = 3000
    body = "".join(f"def f{n}(): f{n + 1}()\n" for n in range(count))
    files = {"m.py": SDK + body + f"def f{count}(): ContainerRegistryClient('u')\n",
             "n.py": "from m import f0\n"}  # fmt: skip
    assert relevant_of(files) == set(files)


def test_the_sdk_itself_is_not_analysed() -> None:
    files = {
        "sdk/azure/containerregistry/__init__.py": "from ._client import ContainerRegistryClient\n",
        "sdk/azure/containerregistry/_client.py": "# azure.containerregistry\nclass "
        "ContainerRegistryClient: pass\n",
        "sdk/setup.py": "",
        "sdk/samples/sample.py": MAKES,
    }
    assert relevant_of(files) == {"sdk/samples/sample.py"}


def test_a_copy_of_the_sdk_is_not_analysed() -> None:
    files = {
        "vendored/azure/containerregistry/__init__.py": "from ._container_registry_client "
        "import ContainerRegistryClient\n",
        "vendored/azure/containerregistry/_container_registry_client.py": "# azure."
        "containerregistry\nclass ContainerRegistryClient: pass\n",
        "ours/azure/containerregistry/wrapper.py": MAKES,
        "main.py": MAKES,
    }
    assert relevant_of(files) == {"ours/azure/containerregistry/wrapper.py", "main.py"}


def test_what_is_far_away_is_left_out_when_there_is_much_of_it() -> None:
    long = "".join(f"    x{n} = {n}\n" for n in range(4000))
    files = {
        "main.py": MAKES + "import near\ndef run(): near.work(make())\n",
        "near.py": f"import far\ndef work(c):\n{long}    far.work(c)\n",
        "far.py": "def work(c): pass\n",
    }
    assert relevant_of(files) == {"main.py", "near.py"}
    files["near.py"] = "import far\ndef work(c): far.work(c)\n"
    assert relevant_of(files) == set(files)


def test_what_only_annotates_is_followed_no_further() -> None:
    files = {
        "main.py": MAKES + "from core import App\ndef run(app: App): make()\n",
        "core.py": "class App: pass\n",
    }
    assert relevant_of(files) == {"main.py"}


def test_definitions_that_nothing_names_are_blanked() -> None:
    texts = {
        f"{ROOT}/main.py": MAKES + "import help\nhelp.used(make)\ndef other(): pass\n",
        f"{ROOT}/help.py": "X = 1\ndef unused():\n    pass\n\ndef used(f): return deeper(f)\n"
        "def deeper(f): return f\n",
    }
    layout = Layout(ROOT, [], texts.__contains__)
    seeds = [(f"{ROOT}/main.py", texts[f"{ROOT}/main.py"])]
    found = relevant(seeds, Files(texts.__contains__, texts.get, lambda words: ()), layout).texts()
    assert found[f"{ROOT}/main.py"] == texts[f"{ROOT}/main.py"]
    blank = "X = 1\n" + " " * len("def unused():") + "\n" + " " * len("    pass") + "\n\n"
    assert found[f"{ROOT}/help.py"].startswith(blank + "def used")


def test_what_is_blanked_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(MAKES + "import help\nhelp.used(make)\n")
    (tmp_path / "help.py").write_text("def unused():\n    pass\n\ndef used(f): return f\n")
    (tmp_path / ".git").mkdir()
    root = tmp_path.as_posix()
    program = around(f"{root}/main.py").program
    opened = Project(root, lambda path: DEFAULT, (root,)).analyse({}).program
    for found in (program, opened):
        assert found is not None
        texts = {module.path: module.syntax.source.text for module in found.modules}
        assert "unused" in (tmp_path / "help.py").read_text()
        assert "unused" not in texts[f"{root}/help.py"]
        assert "used(f)" in texts[f"{root}/help.py"]


@pytest.mark.parametrize(
    "importing",
    [
        "from azure.containerregistry import *",
        "from azure import containerregistry as C",
        "import azure.containerregistry",
        "import azure.containerregistry as C",
        "try:\n    import azure.containerregistry as C\nexcept ImportError:\n    C = None",
    ],
)
def test_ways_to_the_sdk(importing: str) -> None:
    makes = "\ndef make(): return C.ContainerRegistryClient, azure, ContainerRegistryClient\n"
    files = {"a.py": importing + makes, "b.py": "from a import make\n"}
    assert relevant_of(files) == set(files)


def test_a_mention_beside_an_import_in_a_function() -> None:
    files = {
        "a.py": "def quiet():\n    import logging\n"
        "    logging.getLogger('azure.containerregistry').setLevel(10)\n",
        "b.py": "from a import quiet\n",
    }
    assert relevant_of(files) == set(files)
