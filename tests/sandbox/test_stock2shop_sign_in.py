import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stock2shop.remote import Stock2ShopControl
from tests.sandbox.stock2shop_merchant import PASSWORD, USERNAME, Merchant, ask, sign_in
from tests.support.sandbox import StartSandbox


@pytest.fixture
def base(sandbox: RunningSandbox) -> str:
    return sandbox.bases["stock2shop"]


def test_a_password_gives_a_user_with_a_token_and_a_role(base: str) -> None:
    answer = sign_in(base)
    user = answer.json["system_user"]
    assert user["token"]
    assert (user["client_id"], user["client_name"]) == (77, "Acme Trading")
    assert user["roles"][0]["description"] == user["role_description"] == "read_only"
    assert answer.headers["x-s2s-ratelimit"] == "1"


def test_an_administrator_has_no_role_and_a_limited_user_a_channel(base: str) -> None:
    admin = Merchant(base, "admin.acme").user
    assert (admin["roles"], admin["role_description"], admin["channels"]) == ([], None, [])
    trade = Merchant(base, "trade.acme").user
    assert [channel["id"] for channel in trade["channels"]] == [311]


def test_a_second_sign_in_ends_the_first_token(base: str) -> None:
    first = Merchant(base)
    assert first.get("/v1/channels").status == 200
    second = Merchant(base)
    assert first.get("/v1/channels").status == 401
    assert second.get("/v1/channels").status == 200
    assert Merchant(base, "admin.acme").get("/v1/channels").status == 200
    assert second.get("/v1/channels").status == 200


@pytest.mark.parametrize(
    ("refusal", "status", "body"),
    [
        ("401", 401, {"message", "code"}),
        ("403", 403, {"message", "code"}),
        ("200-errors", 200, {"errors"}),
        ("200-empty", 200, set()),
    ],
)
def test_who_is_not_signed_in_is_refused_in_several_forms(
    sandbox: RunningSandbox, refusal: str, status: int, body: set[str]
) -> None:
    Stock2ShopControl(sandbox.control).manners(refusal=refusal)
    base = sandbox.bases["stock2shop"]
    for answer in (
        sign_in(base, USERNAME, "wrong"),
        sign_in(base, "nobody", PASSWORD),
        ask("GET", f"{base}/v1/channels", format="json", token="S2S-1"),
        ask("GET", f"{base}/v1/channels", format="json"),
    ):
        assert (answer.status, set(answer.json)) == (status, body)


def test_a_token_can_be_asked_about_and_its_path_is_not_logged(
    sandbox: RunningSandbox, base: str
) -> None:
    merchant = Merchant(base)
    token = merchant.user["token"]
    answer = ask("GET", f"{base}/v1/users/valid_token/{token}", format="json")
    assert answer.json["system_user"]["token"] == token
    assert "roles" not in answer.json["system_user"]
    assert token not in str(sandbox.control.requests())


def test_every_call_names_json_and_its_format(base: str) -> None:
    token = Merchant(base).user["token"]
    assert ask("GET", f"{base}/v1/sources", kind="text/plain", token=token).status == 415
    assert ask("GET", f"{base}/v1/sources", token=token).status == 400
    sources = ask("GET", f"{base}/v1/sources", token=token, format="json").json
    assert [source["source_id"] for source in sources["system_sources"]] == [None, 901]


def test_roles_limit_what_is_reached(base: str) -> None:
    stock = Merchant(base, "stock.acme")
    assert stock.search("orders", {}).status == 403
    assert stock.search("products", {}).status == 200


def test_over_three_requests_a_second_to_one_endpoint_are_too_many(
    sandboxes: StartSandbox,
) -> None:
    base = sandboxes("small,strict-pace", speed=1.0).bases["stock2shop"]
    merchant = Merchant(base)
    answers = [merchant.get("/v1/channels") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert {answer.headers["x-s2s-ratelimit"] for answer in answers} == {"3"}
    assert merchant.get("/v1/sources").status == 200
    assert sign_in(base).status == 429


def test_queues_take_what_is_documented(base: str) -> None:
    token = Merchant(base).user["token"]
    answer = ask(
        "POST",
        f"{base}/v2-queue/order",
        {"id": 1},
        token=token,
        client_id="77",
        channel_id="310",
    )
    assert answer.json["message"] == "order received"
    products = ask(
        "POST", f"{base}/v1/products/queue", {"system_products": [{}]}, token=token, source_id="901"
    )
    assert products.json == {"system_products": {"sync_product": 1}}
    images = {"system_images": [{"image": {"image": "A" * 3_000_000}}]}
    assert ask("POST", f"{base}/v1/images/queue", images, token=token).status == 413
