"""What the client raises, or Python warns of, where the client is used in a way it doesn't allow.

Run with azure-containerregistry 1.2.0, azure-core 1.41 and aiohttp 3.14.
"""

from __future__ import annotations

from acr_lint.sdk.symptoms.symptom import Symptom

_OWN = "ContainerRegistry(Base)?Client"

MISUSES = (
    Symptom(
        "written-token",
        {"secret": ".+"},
        "this log holds tokens",
        "The client logs everything at DEBUG, tokens too: who reads the log can use them until "
        "they expire",
        (
            "don't pass the log on; let the tokens expire, or revoke them",
            "tie the switch to the logger: "
            "`logging_enable=logging.getLogger('azure').isEnabledFor(logging.DEBUG)`",
        ),
        "enable-client-logging",
        ("ACR202", "ACR204"),
    ),
    Symptom(
        "tampered-content",
        {"exception": "DigestValidationError"},
        "the content isn't what its digest says",
        "What was sent or received was changed on the way; the part of a blob that was read "
        "before is with the program already",
        (
            "throw away what was read, and try again",
            "handle it: DigestValidationError is a ValueError, not an AzureError",
        ),
        "general-troubleshooting",
        ("ACR308",),
    ),
    Symptom(
        "used-after-close",
        {"exception": "ValueError", "text": "HTTP transport has already been closed.*"},
        "the client, or a pager or stream of it, is used after it was closed",
        "Pagers and streams send their requests while they are read: their client must be open",
        ("read them inside the `with`, or make a list there",),
        "general-troubleshooting",
        ("ACR404",),
    ),
    Symptom(
        "credential-class",
        {"exception": "AttributeError", "text": ".*no attribute '_successful_credential'"},
        "the credential is a class, not an instance of it",
        "The constructor looks at nothing; it fails at the first request that needs a token",
        ("write `DefaultAzureCredential()`, with parentheses",),
        "http-401-errors",
        ("ACR104",),
    ),
    Symptom(
        "unsupported-credential",
        {"exception": "AttributeError", "text": ".*no attribute 'get_token'"},
        "the credential is of a kind that the client can't use",
        "The client takes credentials that give tokens: no text, key or SAS. The constructor "
        "looks at nothing; it fails at the first request that needs a token",
        ("give it one of azure.identity, as `DefaultAzureCredential()`",),
        "http-401-errors",
        ("ACR104",),
    ),
    Symptom(
        "aio-credential",
        {"exception": "AttributeError", "text": "'coroutine' object has no attribute 'token'"},
        "an aio credential in the sync client",
        "Its `get_token` is a coroutine, which the sync client doesn't await",
        ("import the credential from `azure.identity`, or the client from its `.aio` module",),
        "http-401-errors",
        ("ACR103",),
    ),
    Symptom(
        "sync-credential",
        {"exception": "TypeError", "text": ".*AccessToken.*await.*"},
        "a sync credential in the aio client",
        "The aio client awaits its `get_token`, which returns a token at once",
        ("import the credential from `azure.identity.aio`",),
        "http-401-errors",
        ("ACR103",),
    ),
    Symptom(
        "properties-by-keyword",
        {
            "exception": "TypeError",
            "text": r"(Session\.|ClientSession\._)request\(\) got an unexpected keyword argument "
            "'properties'",
        },
        "`properties` was given by keyword",
        "The `update_` operations advertise it, and take it by position alone",
        ("give it by position: `update_tag_properties(repository, tag, properties)`",),
        "general-troubleshooting",
        ("ACR408",),
    ),
    Symptom(
        "unknown-option",
        {
            "exception": "TypeError",
            "text": r"(Session\.|ClientSession\._)request\(\) got an unexpected keyword argument "
            "'.*'",
        },
        "an operation was given a keyword that it doesn't know",
        "Keywords that nothing in the SDK takes end at the HTTP library, which refuses them; the "
        "constructor drops them without a word",
        ("look up its spelling, as `logging_enable` or `retry_total`",),
        "optional-configuration",
        ("ACR205",),
    ),
    Symptom(
        "own-option",
        {"exception": "TypeError", "text": f".*{_OWN}.*got multiple values for .*"},
        "the client was given a keyword that it sets itself",
        "`credential_scopes`, `authentication_policy`, `sdk_moniker` and `url` are its own",
        ("leave the keyword out; the scope is made of `audience`",),
        "optional-configuration",
        ("ACR205",),
    ),
    Symptom(
        "third-argument",
        {"exception": "TypeError", "text": f".*{_OWN}.*positional arguments? but .*"},
        "the client was given too many arguments by position",
        "It takes the endpoint and the credential; all else is a keyword",
        ("give the others by keyword: `audience=`, `api_version=`",),
        "general-troubleshooting",
        ("ACR407",),
    ),
    Symptom(
        "no-endpoint",
        {
            "exception": "AttributeError",
            "text": "'NoneType' object has no attribute 'startswith'",
            "through": "sdk",
        },
        "the endpoint is None",
        "An environment variable that isn't set gives None, by `os.environ.get` and `os.getenv`",
        ("set it, and read it with `os.environ[...]`, which says so at once",),
        "network-access-issues",
        ("ACR106",),
    ),
    Symptom(
        "no-audience",
        {"exception": "TypeError", "text": ".*'NoneType' and 'str'", "through": "sdk"},
        "the audience is None",
        "The scope is made of it",
        ("leave `audience` out: its default serves all clouds",),
        "http-401-errors",
        ("ACR105",),
    ),
    Symptom(
        "api-version",
        {"exception": "ValueError", "text": "Unsupported API version .*"},
        "the client doesn't know this `api_version`",
        "There are 2019-08-15-preview and 2021-07-01",
        ("leave `api_version` out",),
        "optional-configuration",
    ),
    Symptom(
        "update-arguments",
        {"exception": "IndexError", "text": "tuple index out of range", "through": "sdk"},
        "an `update_` operation was given repository or tag by keyword",
        "They advertise keywords, and take these by position alone",
        ("give them by position: `update_tag_properties(repository, tag, can_write=False)`",),
        "general-troubleshooting",
        ("ACR408",),
    ),
    Symptom(
        "not-awaited",
        {"text": rf"coroutine '{_OWN}\.close' was never awaited"},
        "the aio client's `close` isn't awaited",
        "It does nothing then; and awaited it leaves the session for tokens open",
        ("use `async with` for the client: only that closes all of it",),
        "general-troubleshooting",
        ("ACR401", "ACR405"),
    ),
    Symptom(
        "not-awaited",
        {"text": rf"coroutine '{_OWN}\..*' was never awaited"},
        "an operation of the aio client is never awaited",
        "Nothing was sent: what it should have done is not done",
        ("write `await` before the call",),
        "general-troubleshooting",
        ("ACR401",),
    ),
    Symptom(
        "unclosed-session",
        {"text": "Unclosed client session"},
        "an HTTP session of aiohttp is never closed",
        "An aio client that no `async with` closes leaves this, also after `await "
        "client.close()`; so does an aio credential",
        ("use `async with` for client and credential: `async with credential, client:`",),
        "general-troubleshooting",
        ("ACR405",),
    ),
    Symptom(
        "wrong-iteration",
        {"exception": "TypeError", "text": ".*AsyncItemPaged.*(await|iterable|iterator).*"},
        "a listing of the aio client isn't read with `async for`",
        "The listings aren't coroutines: they return at once, and send while they are read",
        ("write `async for item in client.list_...():`, without `await`",),
        "general-troubleshooting",
        ("ACR402",),
    ),
    Symptom(
        "pager-misuse",
        {"exception": "TypeError", "text": ".*'(Async)?ItemPaged'.*"},
        "a listing is used as if it were a list",
        "It is a pager, which has no length and no index, and asks for more while it is read",
        ("make a list of it, inside the `try`: `list(client.list_...())`",),
        "general-troubleshooting",
        ("ACR403",),
    ),
    Symptom(
        "wrong-context-manager",
        {"exception": "TypeError", "text": f"'{_OWN}' object does not support the .*context.*"},
        "`with` on the aio client, or `async with` on the sync one",
        "Each has the one that fits it",
        ("use `async with` for the client of `azure.containerregistry.aio`, `with` for the other",),
        "general-troubleshooting",
        ("ACR406",),
    ),
    Symptom(
        "unknown-operation",
        {"exception": "AttributeError", "text": f"'{_OWN}' object has no attribute '.*'"},
        "the client has no such operation",
        "It was renamed or removed, or never was; `upload_manifest` is `set_manifest` since 1.1.0",
        ("run `acr-lint check` on the file: it says the new name",),
        "general-troubleshooting",
        ("ACR407",),
    ),
    Symptom(
        "unknown-name",
        {
            "exception": "ImportError",
            "text": r"cannot import name '.*' from 'azure\.containerregistry.*",
        },
        "azure.containerregistry has no such name",
        "It was renamed or removed, as ManifestOrder, which is ArtifactManifestOrder since 1.0.0; "
        "or the installed version is older",
        ("look at the version: `pip show azure-containerregistry`",),
        "general-troubleshooting",
        ("ACR407",),
    ),
    Symptom(
        "subscripted-result",
        {"exception": "TypeError", "text": "'GetManifestResult' object is not subscriptable"},
        "the result of `get_manifest` isn't the manifest",
        "It holds manifest, digest and media type",
        ("write `.manifest[...]`",),
        "general-troubleshooting",
        ("ACR407",),
    ),
    Symptom(
        "no-aiohttp",
        {"exception": "ModuleNotFoundError", "text": ".*aiohttp.*", "through": "sdk"},
        "aiohttp isn't installed",
        "The aio client needs it, and the SDK doesn't ask for it",
        ("install it: `pip install aiohttp`",),
        "general-troubleshooting",
    ),
    Symptom(
        "unread-error",
        {"exception": "ResponseNotReadError"},
        "the body of a streamed answer is asked for before it was read",
        "Answers to `get_manifest` and `download_blob` are streamed, those that are errors too",
        ("call `error.response.read()` before `error.response.text()`",),
        "http-401-errors",
        ("ACR310",),
    ),
)
"""The first that fits is meant."""
