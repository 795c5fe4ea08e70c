"""Which web addresses we talk to: a clean base URL, and what counts as this computer itself."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from orderdock.domain.errors import WrongUsage


def is_loopback(url: str) -> bool:
    """Whether `url` points at this computer itself."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return _host_is_loopback(host)


def clean_base_url(text: str) -> str:
    """A base URL as we keep it: scheme, host, path, no trailing slash.

    Raises WrongUsage with a sentence when it is no web address, carries a password or a query,
    or is plain http:// to another computer.
    """
    parts = _split(text)
    if parts.username is not None or parts.password is not None:
        raise WrongUsage(
            "The address must not contain a user name or password.",
            "Remove the part before the @ sign.",
        )
    if parts.query or parts.fragment:
        raise WrongUsage(
            "The address must end with its host or folder.", "Remove the part from ? or # on."
        )
    if parts.scheme.lower() == "http" and not _host_is_loopback(parts.hostname or ""):
        raise WrongUsage(
            f"http:// to {parts.hostname} would send your access unencrypted.",
            "Use an address that begins with https://. "
            "Plain http:// is accepted for this computer (127.0.0.1) only.",
        )
    return f"{parts.scheme.lower()}://{parts.netloc}{parts.path.rstrip('/')}"


def same_host(url: str, other: str) -> bool:
    """Whether both addresses are the same scheme, host and port."""
    return _origin(url) == _origin(other)


def split_call_url(url: str) -> tuple[str, str]:
    """A full endpoint address as (base URL, path): what a token URL in the settings becomes.

    Raises WrongUsage like `clean_base_url`.
    """
    parts = _split(url)
    base = clean_base_url(f"{parts.scheme}://{parts.netloc}")
    return base, parts.path or "/"


def _split(text: str) -> SplitResult:
    wrong = WrongUsage(
        "This is not a web address.", "An address looks like https://api.example.com."
    )
    cleaned = text.strip()
    if any(c.isspace() or not c.isprintable() for c in cleaned):
        raise wrong
    try:
        parts = urlsplit(cleaned)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        raise wrong from None
    if not usable:
        raise wrong
    return parts


def _host_is_loopback(host: str) -> bool:
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    port = parts.port or {"http": 80, "https": 443}.get(scheme)
    return scheme, (parts.hostname or "").lower(), port
