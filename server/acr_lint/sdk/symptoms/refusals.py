"""What the registry, or Entra before it, answers instead of what was asked for.

Run with azure-containerregistry 1.2.0 against a registry of the tests; that real registries say
the same to anonymous clients is in the SDK's recordings. Which status a real registry gives to a
credential whose role is too small, 401 or 403, is known of neither: both are here.
"""

from __future__ import annotations

from acr_lint.sdk.symptoms.symptom import Symptom

_LOG = (
    "make the client with `logging_enable=logging.getLogger('azure').isEnabledFor(logging.DEBUG)`"
    " and set the logger `azure` to DEBUG: the body of the answer is in the log then, and so are "
    "tokens"
)
_ROLES = (
    "give the identity a role on the registry: AcrPull to read, AcrPush to push, AcrDelete to "
    "delete; a new role takes some minutes to count"
)
_CREDENTIAL = "give the client a credential: `ContainerRegistryClient(endpoint, credential)`"
_UNSET = (
    "look whether the credential can be None where the client is made: it is anonymous then, and "
    "says nothing"
)
_ANONYMOUS_RULES = ("ACR101", "ACR102")

REFUSALS = (
    Symptom(
        "firewall",
        {"message": ".*not allowed access.*"},
        "the registry's firewall refuses the caller's address",
        "Public access to the registry is disabled or restricted: all requests from this address "
        "are refused, whatever the credential",
        (
            "add the address that the answer names to the registry's networking rules, or run "
            "where the registry can be reached: in its virtual network, by its private endpoint",
            "behind a private endpoint, look whether the registry's name resolves to a private "
            "address here",
        ),
        "network-access-issues",
    ),
    Symptom(
        "no-role",
        {"status": "403", "message": "retrieving permissions failed"},
        "the identity has no role on this registry",
        "Entra knows the identity, and the registry refuses to exchange its token: nothing is "
        "allowed, reading neither",
        (_ROLES, "look whether it is the identity and the registry that you mean"),
        "insufficient-permissions",
    ),
    Symptom(
        "no-role",
        {"status": "403", "sent": "exchange"},
        "the registry refuses the identity's token",
        "The Entra token could not be exchanged: the identity has no role on this registry, or "
        "the registry can't be reached from here",
        (_ROLES, _LOG),
        "insufficient-permissions",
    ),
    Symptom(
        "wrong-audience",
        {"status": "401", "message": "retrieving permissions failed"},
        "the Entra token isn't meant for this registry",
        "The registry refuses to exchange the token: it was issued for another audience, or by "
        "another cloud or tenant",
        (
            "leave `audience` out: its default serves all clouds, and one that ends in `/` or "
            "`/.default` makes a wrong scope",
            "for a registry in a sovereign cloud give the credential its `authority`, as "
            "`AzureAuthorityHosts.AZURE_CHINA`",
            "look whether the identity is of the registry's tenant",
        ),
        "http-401-errors",
        ("ACR105",),
    ),
    Symptom(
        "wrong-audience",
        {"status": "401", "sent": "exchange"},
        "the registry doesn't take the Entra token",
        "The token could not be exchanged: it was issued for another audience, cloud or tenant",
        (
            "leave `audience` out: its default serves all clouds",
            "for a registry in a sovereign cloud give the credential its `authority`",
            _LOG,
        ),
        "http-401-errors",
        ("ACR105",),
    ),
    Symptom(
        "stale-client",
        {"status": "401", "sent": "token", "client": "credential"},
        "the client's refresh token isn't taken any more",
        "A client that was idle for about three hours keeps a refresh token that has expired: it "
        "gets 401 for ever after, with a credential that is in order",
        (
            "make a new client, and in a long-lived process make one for each piece of work",
            "where the client is new, look at the registry's answer: " + _LOG,
        ),
        "http-401-errors",
        ("ACR108",),
    ),
    Symptom(
        "anonymous-write",
        {"status": "401", "client": "anonymous", "kind": "write"},
        "a write on a client without a credential",
        "Without a credential only reading can work: each write is answered with 401",
        (_CREDENTIAL, _UNSET),
        "anonymous-access-issues",
        _ANONYMOUS_RULES,
    ),
    Symptom(
        "anonymous-write",
        {"status": "401", "client": "anonymous", "challenge": "insufficient_scope"},
        "the anonymous token doesn't allow this",
        "The client has no credential, and an anonymous token allows at most to pull",
        (_CREDENTIAL, _UNSET),
        "anonymous-access-issues",
        _ANONYMOUS_RULES,
    ),
    Symptom(
        "anonymous-access",
        {"status": "401", "client": "anonymous"},
        "the registry allows no anonymous access",
        "The client has no credential, and the registry gives it no token: even reading works "
        "only where anonymous pull is on",
        (_CREDENTIAL, _UNSET, "or turn on anonymous pull in the registry, for reading alone"),
        "anonymous-access-issues",
        (*_ANONYMOUS_RULES, "ACR107"),
    ),
    Symptom(
        "refused-write",
        {"status": "401", "sent": "operation", "kind": "write"},
        "a write that the client's token doesn't allow",
        "The client got a token, and the write was refused: that is what a client without a "
        "credential gets where anonymous pull is on; one whose role is too small may get it too",
        (
            "look whether the client has a credential where it is made: "
            "`ContainerRegistryClient(endpoint, credential)`",
            _UNSET,
            _ROLES,
        ),
        "anonymous-access-issues",
        _ANONYMOUS_RULES,
    ),
    Symptom(
        "insufficient-scope",
        {"challenge": "insufficient_scope"},
        "the client's token doesn't allow this operation",
        "The registry gave a token, then refused what was asked with it: an anonymous client that "
        "does more than pull, or a credential whose role is too small",
        (
            "look whether the client has a credential where it is made: "
            "`ContainerRegistryClient(endpoint, credential)`",
            _ROLES,
        ),
        "anonymous-access-issues",
        _ANONYMOUS_RULES,
    ),
    Symptom(
        "no-credential",
        {"exception": "CredentialUnavailableError"},
        "the credential can't get a token here",
        "azure.identity finds none of what this credential needs, so that no request was made "
        "with it; the error has no status and no response",
        (
            "read the message: it names what is missing for each kind of credential, such as "
            "environment variables, a managed identity or a login of the Azure CLI",
            "don't ask for `error.status_code == 401` in a handler: it is None for these errors",
        ),
        "troubleshooting-authentication-errors",
        ("ACR310",),
    ),
    Symptom(
        "no-credential",
        {"text": ".*failed to retrieve a token from the included credentials.*"},
        "none of the credential's sources gives a token here",
        "azure.identity tried each of them in turn, so that no request was made; the error has no "
        "status and no response",
        (
            "read the lines below `Attempted credentials`: each names what is missing",
            "don't ask for `error.status_code == 401` in a handler: it is None for these errors",
        ),
        "troubleshooting-authentication-errors",
        ("ACR310",),
    ),
    Symptom(
        "refused-credential",
        {"exception": "ClientAuthenticationError", "through": "identity"},
        "Entra refuses the credential",
        "The error comes from azure.identity, before the registry was asked for a token",
        ("read the message: it says what Entra refuses", "look at tenant, client id and secret"),
        "troubleshooting-authentication-errors",
    ),
    Symptom(
        "denied",
        {"status": "403|", "code": "DENIED"},
        "the credential's role doesn't allow this operation",
        "The registry knows the identity, and it may not do this",
        (_ROLES, "handle it: 403 is an HttpResponseError itself, not a ClientAuthenticationError"),
        "insufficient-permissions",
        ("ACR303",),
    ),
    Symptom(
        "unauthorized",
        {"status": "401"},
        "the registry could not authenticate the request",
        "A client without a credential gets this, and one with a credential that the registry "
        "doesn't take",
        (
            "look whether the client has a credential where it is made: without one it can only "
            "read, and only where anonymous pull is on",
            "leave `audience` out, and give the credential the `authority` of the registry's cloud",
            _LOG,
        ),
        "http-401-errors",
        (*_ANONYMOUS_RULES, "ACR105"),
    ),
    Symptom(
        "unauthorized",
        {"code": "UNAUTHORIZED"},
        "the registry could not authenticate the request",
        "Each first request without a token is answered like this, and the SDK asks for a token "
        "then; it is an error where it is the last answer",
        (
            "look whether the client has a credential where it is made: without one it can only "
            "read, and only where anonymous pull is on",
            "give `acr-lint diagnose` the whole traceback: it tells which request was refused",
        ),
        "http-401-errors",
        (*_ANONYMOUS_RULES, "ACR105"),
    ),
    Symptom(
        "forbidden",
        {"status": "403"},
        "the registry refuses this to the caller",
        "Either the identity's role is too small, or the registry's firewall refuses the address; "
        "the body of the answer says which, and isn't in this text",
        (
            "for `get_manifest` and `download_blob` the message lacks the body: call "
            "`error.response.read()`, then `error.response.text()`",
            _LOG,
            _ROLES,
        ),
        "http-403-errors",
        ("ACR303",),
    ),
    Symptom(
        "not-found",
        {"status": "404"},
        "the registry doesn't have it",
        "The repository, tag, manifest or blob isn't there",
        (
            "look at the names; a digest starts with `sha256:`, all else is taken for a tag",
            "`delete_manifest` with a tag raises this too: it looks the tag up first",
        ),
        "general-troubleshooting",
        ("ACR411",),
    ),
    Symptom(
        "too-many-requests",
        {"status": "429"},
        "the registry asks to slow down",
        "Reading and deleting were tried again by the SDK, four times in all; `update_` "
        "operations and uploads are not tried again",
        (
            "send less at once, or give the client more patience: `retry_total`, "
            "`retry_backoff_factor`",
        ),
        "optional-configuration",
    ),
    Symptom(
        "server-error",
        {"status": "5.."},
        "the registry failed",
        "The SDK tried four times by default before it raised HttpResponseError",
        (
            "try again later",
            "give the client more patience: `retry_total`, `retry_backoff_factor`",
        ),
        "optional-configuration",
    ),
    Symptom(
        "refused",
        {"status": "4.."},
        "the registry refuses the request as it is",
        "All answers from 400 on are HttpResponseError; 409 is a ResourceExistsError, 412 has no "
        "class of its own",
        ("read the message below `Content`: it says what the registry objects to", _LOG),
        "general-troubleshooting",
    ),
)
"""The first that fits is meant."""
