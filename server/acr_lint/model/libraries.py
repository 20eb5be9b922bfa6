"""Functions of the standard library, and of a few others, that the flow depends on.

Each entry says what a call does to promises and callables that are handed to it: which it
advances, awaits or calls, now or later. Whatever isn't listed is code that isn't analysed.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Mapping
from types import ModuleType

from acr_lint.model import (
    clients,
    commands,
    dispatch,
    frameworks,
    inspecting,
    iterables,
    managers,
    mirrors,
    modules,
    operators,
    outside,
    records,
    retries,
    running,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Arguments
from acr_lint.model.frame import Frame
from acr_lint.model.state import FACTORY, NAME
from acr_lint.model.values import (
    EMPTY,
    FLAG,
    NONE,
    NUMBER,
    TEXT,
    UNKNOWN,
    Const,
    Decorated,
    External,
    Lazy,
    Made,
    Manager,
    Partial,
    Plain,
    Sequence,
    Value,
    join2,
    one,
)
from acr_lint.sdk.frameworks import FAMILIES
from acr_lint.sdk.operations import CLIENT_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Handler: TypeAlias = Callable[[Frame, Args, ast.AST], Value]


def call(
    frame: Frame, name: str, args: Args, node: ast.AST, fact: Callable[[], Arguments]
) -> Value:
    """Call something outside the program by its dotted name."""
    if name in CLIENT_NAMES:
        return clients.construct(frame, CLIENT_NAMES[name], args, node, None, fact)
    handler = _handler(name)
    if handler is not None:
        return handler(frame, args, node)
    if name in _PASSIVE:
        return _PASSIVE[name]
    if name.startswith("logging.") and not _is_class(name):
        return UNKNOWN
    if name in _NEVER_RETURN:
        frame.state = None
        return EMPTY
    if name.startswith(FAMILIES) and _is_class(name):
        return frameworks.make(frame, name, args, node)
    dispatch.give_away(frame, args, node)
    return one(Made(name, frame.place(node))) if _is_class(name) else UNKNOWN


def _is_class(name: str) -> bool:
    last = name.rpartition(".")[2].lstrip("_")
    return last[:1].isupper() and not last.isupper()


def _handler(name: str) -> Handler | None:
    """What does what a call of this name does; None where that isn't known."""
    handler = _HANDLERS.get(name)
    if handler is None and (module := _RARE.get(name.partition(".")[0])) is not None:
        rare: Mapping[str, Handler] = module.CALLS
        return rare.get(name)
    return handler


def _partial(frame: Frame, args: Args, node: ast.AST) -> Value:
    if not args.positional or args.rest is not None or args.more is not None:
        return UNKNOWN
    function, *rest = args.positional
    return one(Partial(function, tuple(rest), tuple(args.keywords.items())))


def _partial_method(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Decorated("partial method", _partial(frame, args, node)))


def _wraps(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(External("identity"))


def _identity(frame: Frame, args: Args, node: ast.AST) -> Value:
    return args.positional[0] if args.positional else one(External("identity"))


def _caching(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`lru_cache(function)`, or `lru_cache(maxsize)`, which is a decorator then."""
    first = args.argument(0, "maxsize")
    sized = any(isinstance(atom, (Plain, Const)) for atom in first)
    return one(External("identity")) if sized or not first else first


def _second(frame: Frame, args: Args, node: ast.AST) -> Value:
    return args.positional[1] if len(args.positional) > 1 else UNKNOWN


def _suppress(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Manager("suppress", one(Sequence(args.positional))))


def _expecting(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`pytest.raises(kinds)`, if it stands for a `with`."""
    return managers.expecting(args)


def _closing(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Manager("closing", args.argument(0, "thing")))


def _progress_bar(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A bar whose `with` gives what it is to show the progress of."""
    return one(Manager("closing", one(Lazy("same", args.positional[:1], EMPTY))))


def _nullcontext(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Manager("closing", args.argument(0, "enter_result") or NONE))


def _logger(frame: Frame, args: Args, node: ast.AST) -> Value:
    logger = Made("logging.Logger", frame.place(node))
    frame.write((logger, NAME), args.argument(0, "name"))
    return one(logger)


def _environment(frame: Frame, args: Args, node: ast.AST) -> Value:
    default = args.positional[1] if len(args.positional) > 1 else args.keywords.get("default")
    return join2(TEXT, NONE if default is None else default)


def _copied(frame: Frame, args: Args, node: ast.AST) -> Value:
    return args.argument(0, "x")


def _import_module(frame: Frame, args: Args, node: ast.AST) -> Value:
    name = args.argument(0, "name")
    for atom in name:
        if len(name) == 1 and isinstance(atom, Const) and isinstance(atom.value, str):
            if not atom.value.startswith("."):
                return modules.member_of_namespace(frame, atom.value)
    return UNKNOWN


def _bare_object(frame: Frame, args: Args, node: ast.AST) -> Value:
    return records.bare_object(frame, args, node)


def _set_attribute(frame: Frame, args: Args, node: ast.AST) -> Value:
    return mirrors.set_attribute(frame, args, node)


def _default_dict(frame: Frame, args: Args, node: ast.AST) -> Value:
    made = iterables.dict_(frame, args._replace(positional=args.positional[1:]), node)
    factory = args.argument(0, "default_factory") - NONE
    for atom in made:
        if factory:
            frame.write((atom, FACTORY), factory)
    return made


_PROGRESS = (
    "tqdm.tqdm",
    "tqdm.auto.tqdm",
    "tqdm.std.tqdm",
    "tqdm.notebook.tqdm",
    "tqdm.asyncio.tqdm",
    "tqdm.rich.tqdm",
    "rich.progress.track",
    "alive_progress.alive_it",
    "more_itertools.peekable",
    "more_itertools.unique_everseen",
)
_CHUNKING = ("more_itertools.chunked", "more_itertools.batched", "more_itertools.windowed")
_HANDLERS: dict[str, Handler] = {
    "builtins.list": iterables.collect("list"),
    "builtins.sorted": iterables.sorted_,
    "builtins.set": iterables.collect("set"),
    "builtins.frozenset": iterables.collect("set"),
    "collections.deque": iterables.collect("list"),
    "builtins.tuple": iterables.tuple_,
    "builtins.dict": iterables.dict_,
    "collections.OrderedDict": iterables.dict_,
    "builtins.dict.fromkeys": iterables.keys,
    "builtins.sum": iterables.reduce_to(NUMBER),
    "math.fsum": iterables.reduce_to(NUMBER),
    "builtins.any": iterables.reduce_to(FLAG),
    "builtins.all": iterables.reduce_to(FLAG),
    "builtins.min": iterables.extreme,
    "builtins.max": iterables.extreme,
    "builtins.next": iterables.next_,
    "builtins.anext": iterables.anext_,
    "builtins.bytes": iterables.reduce_to(TEXT),
    "builtins.bytearray": iterables.reduce_to(TEXT),
    "collections.Counter": iterables.reduce_to(UNKNOWN),
    "statistics.mean": iterables.reduce_to(NUMBER),
    "functools.reduce": iterables.reduce,
    "builtins.enumerate": iterables.from_first("enumerate"),
    "builtins.zip": iterables.lazy("zip"),
    "builtins.map": iterables.lazy("map", True),
    "builtins.filter": iterables.lazy("filter", True),
    "builtins.reversed": iterables.collect("list"),
    "builtins.iter": iterables.iter_,
    "builtins.aiter": _identity,
    "builtins.range": iterables.range_,
    "itertools.chain": iterables.lazy("same"),
    "itertools.chain.from_iterable": iterables.lazy("flatten"),
    "itertools.islice": iterables.from_first("same"),
    "itertools.takewhile": iterables.lazy("filter", True),
    "itertools.dropwhile": iterables.lazy("tested", True),
    "itertools.filterfalse": iterables.lazy("tested", True),
    "itertools.zip_longest": iterables.lazy("zip"),
    "itertools.starmap": iterables.lazy("starmap", True),
    "itertools.cycle": iterables.from_first("same"),
    "itertools.compress": iterables.from_first("same"),
    "itertools.accumulate": iterables.from_first("same"),
    "itertools.batched": iterables.from_first("chunks"),
    "itertools.pairwise": iterables.from_first("same"),
    **dict.fromkeys(_PROGRESS, iterables.from_first("same")),
    **dict.fromkeys(_CHUNKING, iterables.from_first("chunks")),
    "click.progressbar": _progress_bar,
    "typer.progressbar": _progress_bar,
    "builtins.getattr": inspecting.getattr_,
    "builtins.setattr": inspecting.setattr_,
    "builtins.object.__setattr__": _set_attribute,
    "builtins.vars": lambda frame, args, node: mirrors.vars_(frame, args, node),
    "builtins.globals": lambda frame, args, node: mirrors.globals_(frame, args, node),
    "builtins.isinstance": inspecting.isinstance_,
    "builtins.issubclass": inspecting.issubclass_,
    "builtins.bool": inspecting.bool_,
    "builtins.callable": inspecting.callable_,
    "builtins.len": inspecting.len_,
    "builtins.str": inspecting.show,
    "builtins.repr": inspecting.show,
    "builtins.print": inspecting.print_,
    "builtins.type": inspecting.type_,
    "functools.partial": _partial,
    "types.SimpleNamespace": outside.namespace,
    "threading.local": outside.thread_local,
    "contextvars.ContextVar": outside.context_variable,
    "importlib.import_module": _import_module,
    "collections.defaultdict": _default_dict,
    "functools.partialmethod": _partial_method,
    "functools.wraps": _wraps,
    "functools.lru_cache": _caching,
    "functools.cache": _identity,
    "functools.update_wrapper": _identity,
    "identity": _identity,
    "typing.cast": _second,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    "object.__new__": _bare_object,
    "builtins.object.__new__": _bare_object,
    "contextlib.suppress": _suppress,
    "pytest.raises": _expecting,
    "contextlib.closing": _closing,
    "contextlib.aclosing": _closing,
    "contextlib.nullcontext": _nullcontext,
    "asgiref.sync.async_to_sync": _identity,
    "concurrent.futures.as_completed": iterables.from_first("same"),
    "logging.getLogger": _logger,
    "os.getenv": _environment,
    "os.environ.get": _environment,
}

_RARE: dict[str, ModuleType] = {
    **dict.fromkeys(("asyncio", "anyio", "trio", "uvloop", "nest_asyncio"), running),
    **dict.fromkeys(("concurrent", "threading", "multiprocessing", "joblib"), running),
    **dict.fromkeys(("itertools", "operator", "functools"), operators),
    **dict.fromkeys(("call method", "get attribute"), operators),
    **dict.fromkeys(("collections", "typing", "dataclasses", "copy", "attr", "attrs"), records),
    **dict.fromkeys(("click", "rich_click", "cloup", "typer", "fire", "absl"), commands),
    **dict.fromkeys(("tenacity", "backoff"), retries),
}
"""The modules, imported when one of them is asked, whose `CALLS` has more, by how names begin."""

_NEVER_RETURN = frozenset(("sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"))

_PASSIVE: dict[str, Value] = {
    "builtins.id": NUMBER,
    "builtins.int": NUMBER,
    "builtins.float": NUMBER,
    "builtins.hash": NUMBER,
    "builtins.hasattr": FLAG,
    "builtins.format": TEXT,
    "builtins.input": TEXT,
    "builtins.object": UNKNOWN,
    "dataclasses.dataclass": one(External("identity")),
    "time.sleep": NONE,
    "asyncio.sleep": UNKNOWN,
    "inspect.iscoroutine": FLAG,
    "asyncio.iscoroutine": FLAG,
}
