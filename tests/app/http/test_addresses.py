import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.http.addresses import clean_base_url, is_loopback, same_host, split_call_url


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://api.example.com", "https://api.example.com"),
        (" HTTPS://api.example.com/ ", "https://api.example.com"),
        ("https://api.example.com/v1//", "https://api.example.com/v1"),
        ("http://127.0.0.1:8080/x/", "http://127.0.0.1:8080/x"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:1/", "http://[::1]:1"),
    ],
)
def test_usable_addresses_are_kept_tidy(typed: str, kept: str) -> None:
    assert clean_base_url(typed) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "not a web address"),
        ("api.example.com", "not a web address"),
        ("https://", "not a web address"),
        ("https://a b", "not a web address"),
        ("https://a\nb", "not a web address"),
        ("https://a:port", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("http://api.example.com", "unencrypted"),
        ("http://127.0.0.1.evil.example", "unencrypted"),
        ("http://localhost.evil.example", "unencrypted"),
        ("http://0.0.0.0", "unencrypted"),
        ("https://me:pw@a.example", "user name or password"),
        ("https://a.example?x=1", "host or folder"),
        ("https://a.example#x", "host or folder"),
    ],
)
def test_others_are_refused_with_the_reason(typed: str, says: str) -> None:
    with pytest.raises(WrongUsage, match=says):
        clean_base_url(typed)


def test_only_this_computer_is_loopback() -> None:
    assert is_loopback("http://127.1.2.3:5")
    assert is_loopback("https://LOCALHOST/")
    assert not is_loopback("https://example.com")
    assert not is_loopback("http://[broken")


def test_hosts_are_compared_with_their_ports() -> None:
    assert same_host("https://A.example/x", "https://a.example:443")
    assert not same_host("https://a.example", "https://a.example:8443")
    assert not same_host("https://a.example", "http://a.example")


def test_a_full_endpoint_address_falls_into_base_and_path() -> None:
    assert split_call_url("https://a.example/oauth/token") == ("https://a.example", "/oauth/token")
    assert split_call_url("http://127.0.0.1:1") == ("http://127.0.0.1:1", "/")
    with pytest.raises(WrongUsage):
        split_call_url("http://a.example/token")
