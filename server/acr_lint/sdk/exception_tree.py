"""The exception classes that handlers around this SDK name, as data.

Each tree is the text of one module's classes: a class is indented below its first base, further
bases follow in parentheses, and a base that isn't the module's own is a builtin or has its full
name. Builtin classes go by their bare name. Source: Python 3.13, azure-core 1.41.0, azure-identity
1.27.0, azure-containerregistry 1.2.0, requests 2.34, urllib3 2.8, aiohttp 3.14, httpx 0.28,
docker 7.2, botocore 1.44, msrest 0.7, msrestazure 0.6, azure-common 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping

TREES: Mapping[str, str] = {
    "": """
BaseException
  BaseExceptionGroup
    ExceptionGroup (Exception)
  GeneratorExit
  KeyboardInterrupt
  SystemExit
  Exception
    ArithmeticError
      FloatingPointError
      OverflowError
      ZeroDivisionError
    AssertionError
    AttributeError
    BufferError
    EOFError
    ImportError
      ImportCycleError
      ModuleNotFoundError
    LookupError
      IndexError
      KeyError
    MemoryError
    NameError
      UnboundLocalError
    OSError
      BlockingIOError
      ChildProcessError
      ConnectionError
        BrokenPipeError
        ConnectionAbortedError
        ConnectionRefusedError
        ConnectionResetError
      FileExistsError
      FileNotFoundError
      InterruptedError
      IsADirectoryError
      NotADirectoryError
      PermissionError
      ProcessLookupError
      TimeoutError
    ReferenceError
    RuntimeError
      NotImplementedError
      PythonFinalizationError
      RecursionError
    StopAsyncIteration
    StopIteration
    SyntaxError
      IndentationError
        TabError
    SystemError
    TypeError
    ValueError
      UnicodeError
        UnicodeDecodeError
        UnicodeEncodeError
        UnicodeTranslateError
    Warning
      BytesWarning
      DeprecationWarning
      EncodingWarning
      FutureWarning
      ImportWarning
      PendingDeprecationWarning
      ResourceWarning
      RuntimeWarning
      SyntaxWarning
      UnicodeWarning
      UserWarning
""",
    "azure.core.exceptions": """
AzureError (Exception)
  HttpResponseError
    ClientAuthenticationError
    DecodeError
      IncompleteReadError
    ODataV4Error
    ResourceExistsError
    ResourceModifiedError
    ResourceNotFoundError
    ResourceNotModifiedError
    TooManyRedirectsError
  ResponseNotReadError
  ServiceRequestError
    ServiceRequestTimeoutError
  ServiceResponseError
    ServiceResponseTimeoutError
  StreamClosedError
  StreamConsumedError
DeserializationError (ValueError)
SerializationError (ValueError)
""",
    "azure.identity": """
CredentialUnavailableError (azure.core.exceptions.ClientAuthenticationError)
  AuthenticationRequiredError
""",
    "azure.containerregistry": """
DigestValidationError (ValueError)
""",
    "azure.common": """
AzureException (Exception)
  AzureHttpError
    AzureConflictHttpError
    AzureMissingResourceHttpError
""",
    "msrest.exceptions": """
ClientException (Exception)
  AuthenticationError
  ClientRequestError
  HttpOperationError
  TokenExpiredError
  ValidationError
""",
    "msrestazure.azure_exceptions": """
CloudError (msrest.exceptions.ClientException)
""",
    "asyncio": """
CancelledError (BaseException)
BrokenBarrierError (RuntimeError)
IncompleteReadError (EOFError)
InvalidStateError (Exception)
LimitOverrunError (Exception)
QueueEmpty (Exception)
QueueFull (Exception)
SendfileNotAvailableError (RuntimeError)
""",
    "binascii": """
Error (ValueError)
Incomplete (Exception)
""",
    "concurrent.futures": """
BrokenExecutor (RuntimeError)
CancelledError (concurrent.futures._base.Error)
InvalidStateError (concurrent.futures._base.Error)
""",
    "concurrent.futures._base": """
Error (Exception)
""",
    "http.client": """
HTTPException (Exception)
  BadStatusLine
    RemoteDisconnected (ConnectionResetError)
  ImproperConnectionState
    CannotSendHeader
    CannotSendRequest
    ResponseNotReady
  IncompleteRead
  InvalidURL
  LineTooLong
  NotConnected
  UnimplementedFileMode
  UnknownProtocol
  UnknownTransferEncoding
""",
    "io": """
UnsupportedOperation (OSError, ValueError)
""",
    "json": """
JSONDecodeError (ValueError)
""",
    "shutil": """
Error (OSError)
  SameFileError
ExecError (OSError)
ReadError (OSError)
SpecialFileError (OSError)
""",
    "socket": """
gaierror (OSError)
herror (OSError)
""",
    "ssl": """
SSLError (OSError)
  SSLCertVerificationError (ValueError)
  SSLEOFError
  SSLSyscallError
  SSLWantReadError
  SSLWantWriteError
  SSLZeroReturnError
""",
    "subprocess": """
SubprocessError (Exception)
  CalledProcessError
  TimeoutExpired
""",
    "tarfile": """
TarError (Exception)
  CompressionError
  ExtractError
  ReadError
  StreamError
""",
    "urllib.error": """
URLError (OSError)
  ContentTooShortError
  HTTPError
""",
    "zipfile": """
BadZipFile (Exception)
LargeZipFile (Exception)
""",
    "requests.exceptions": """
RequestException (OSError)
  ChunkedEncodingError
  ConnectionError
    ConnectTimeout (Timeout)
    ProxyError
    SSLError
  ContentDecodingError (urllib3.exceptions.HTTPError)
  HTTPError
  InvalidHeader (ValueError)
  InvalidJSONError
    JSONDecodeError (json.JSONDecodeError)
  InvalidSchema (ValueError)
  InvalidURL (ValueError)
    InvalidProxyURL
  MissingSchema (ValueError)
  RetryError
  StreamConsumedError (TypeError)
  Timeout
    ReadTimeout
  TooManyRedirects
  UnrewindableBodyError
  URLRequired
""",
    "urllib3.exceptions": """
HTTPError (Exception)
  BodyNotHttplibCompatible
  DecodeError
  HeaderParsingError
  IncompleteRead (http.client.IncompleteRead)
  InvalidChunkLength (http.client.IncompleteRead)
  InvalidHeader
  LocationValueError (ValueError)
    LocationParseError
    URLSchemeUnknown
      ProxySchemeUnknown (AssertionError)
  PoolError
    ClosedPoolError
    EmptyPoolError
    FullPoolError
    RequestError
      HostChangedError
      MaxRetryError
  ProtocolError
    ResponseNotChunked (ValueError)
  ProxyError
  ResponseError
  SSLError
  TimeoutError
    ConnectTimeoutError
      NewConnectionError (HTTPError)
        NameResolutionError
    ReadTimeoutError (RequestError)
  TimeoutStateError
  UnrewindableBodyError
ProxySchemeUnsupported (ValueError)
""",
    "aiohttp": """
ClientError (Exception)
  ClientConnectionError
    ClientConnectionResetError (ConnectionResetError)
    ClientOSError (OSError)
      ClientConnectorError
        ClientConnectorDNSError
        ClientProxyConnectionError
        ClientSSLError
          ClientConnectorCertificateError (ssl.SSLCertVerificationError)
          ClientConnectorSSLError (ssl.SSLError)
    ServerConnectionError
      ServerDisconnectedError
      ServerFingerprintMismatch
      ServerTimeoutError (TimeoutError)
        ConnectionTimeoutError
        SocketTimeoutError
  ClientPayloadError
  ClientResponseError
    ClientHttpProxyError
    ContentTypeError
    TooManyRedirects
    WSServerHandshakeError
  InvalidURL (ValueError)
""",
    "httpx": """
HTTPError (Exception)
  HTTPStatusError
  RequestError
    DecodingError
    TooManyRedirects
    TransportError
      NetworkError
        CloseError
        ConnectError
        ReadError
        WriteError
      ProtocolError
        LocalProtocolError
        RemoteProtocolError
      ProxyError
      TimeoutException
        ConnectTimeout
        PoolTimeout
        ReadTimeout
        WriteTimeout
      UnsupportedProtocol
CookieConflict (Exception)
InvalidURL (Exception)
StreamError (RuntimeError)
  RequestNotRead
  ResponseNotRead
  StreamClosed
  StreamConsumed
""",
    "docker.errors": """
DockerException (Exception)
  APIError (requests.exceptions.HTTPError)
    NotFound
      ImageNotFound
  BuildError
  ContainerError
  ImageLoadError
  InvalidArgument
  InvalidConfigFile
  InvalidRepository
  InvalidVersion
  NullResource (ValueError)
  TLSParameterError
StreamParseError (RuntimeError)
""",
    "botocore.exceptions": """
BotoCoreError (Exception)
  ConnectionError
    EndpointConnectionError
  HTTPClientError
    ConnectionClosedError
  NoCredentialsError
  NoRegionError
  ParamValidationError
  PartialCredentialsError
  ProfileNotFound
  WaiterError
ClientError (Exception)
""",
}
"""By module; the module of the builtins is ""."""

ALIASES: Mapping[str, str] = {
    "EnvironmentError": "OSError",
    "IOError": "OSError",
    "WindowsError": "OSError",
    "asyncio.TimeoutError": "TimeoutError",
    "concurrent.futures.TimeoutError": "TimeoutError",
    "io.BlockingIOError": "BlockingIOError",
    "msrest.exceptions.DeserializationError": "azure.core.exceptions.DeserializationError",
    "msrest.exceptions.SerializationError": "azure.core.exceptions.SerializationError",
    "os.error": "OSError",
    "select.error": "OSError",
    "socket.error": "OSError",
    "socket.timeout": "TimeoutError",
    "ssl.CertificateError": "ssl.SSLCertVerificationError",
    "threading.ThreadError": "RuntimeError",
    "zipfile.BadZipfile": "zipfile.BadZipFile",
    "zipfile.error": "zipfile.BadZipFile",
}
"""Other names of the same class; from Python 3.11 on all of them are the same object."""

MODULE_ALIASES: Mapping[str, str] = {
    "aiohttp.client_exceptions": "aiohttp",
    "asyncio.exceptions": "asyncio",
    "asyncio.queues": "asyncio",
    "azure.containerregistry._models": "azure.containerregistry",
    "azure.identity._exceptions": "azure.identity",
    "builtins": "",
    "concurrent.futures._base": "concurrent.futures",
    "docker": "docker.errors",
    "httpx._exceptions": "httpx",
    "json.decoder": "json",
    "msrestazure": "msrestazure.azure_exceptions",
    "requests": "requests.exceptions",
}
"""Modules from which classes of another module's tree can be had as well."""
