"""A provider's own record as it is read."""

from decimal import Decimal

from orderdock.query.record_text import HIDDEN, Link, decoded, links_in, pretty


def test_a_record_keeps_its_digits_and_loses_its_secrets() -> None:
    record = (
        b'{"id":7,"total":136.950,"access_token":"abc\\"def","customer":{"Password":"x","pin":"kept",'
        b'"cardNumber":4111111111111111},"note":"eyJhbGciOiJI.eyJzdWIi.c2ln","tokens":[],"otp":""}'
    )
    shown = pretty([record])
    assert '"total": 136.950' in shown
    assert '"pin": "kept"' in shown
    for secret in ("abc", "def", '"x"', "4111", "eyJ"):
        assert secret not in shown
    assert shown.count(HIDDEN) == 4
    assert shown.splitlines()[3] == f'  "access_token": "{HIDDEN}",'


def test_what_is_no_json_is_shown_as_it_is() -> None:
    assert pretty([b"<html>\xff", b"{}"]) == "<html>�\n\n{}"
    assert decoded(b"<html>\xff") is None
    assert decoded(b'{"a": 1.10}') == {"a": Decimal("1.10")}


def test_links_are_named_by_what_the_record_calls_them() -> None:
    record = {
        "order_status_url": "https://shop.example/orders/1",
        "lines": [
            {
                "product": {"url": "https://shop.example/p/1"},
                "image_url": "https://x.example/1.png",
            },
            {"product": {"href": "https://shop.example/p/1"}},
        ],
        "trackingLink": "http://track.example/9",
        "evil": "javascript:alert(1)",
        "login": "https://user:pass@shop.example/",
        "broken": "https://[",
        "words": "see https://shop.example",
    }
    assert links_in([record, None]) == (
        Link("Order status", "https://shop.example/orders/1"),
        Link("Product", "https://shop.example/p/1"),
        Link("Tracking", "http://track.example/9"),
    )
    assert links_in([record])[0].host() == "shop.example"


def test_so_many_links_are_enough() -> None:
    assert len(links_in([[f"https://shop.example/{n}" for n in range(50)]])) == 8
