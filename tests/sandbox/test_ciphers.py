import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stackline.ciphers import OPENERS
from tests.sandbox.customer import FINAL, Customer, seal

PLAIN = b'{"username":"demo@example.com","password":"correct horse"}'
VECTOR_A = (
    "U2FsdGVkX18BAgMEBQYHCCRQ7WJ2OQC3UG+fObLyg6i7red80++l07czbsl66kcddIl18tbTRmCKNPHCilqDRtKOmUEh"
    "m4sfPoyfOsAea+Q="
)
VECTOR_B = (
    "AAECAwQFBgcICQoLDA0OD88GdFBy/u8sy1ATTkQ5ZstwRSYrf2cV5i4QrRM1DW89sWf7qX0PxiTz/ltXBeqAXfTYVVKU"
    "UgIni7fW7myjwRk="
)


@pytest.mark.parametrize(("cipher", "text"), [("a", VECTOR_A), ("b", VECTOR_B)])
def test_the_published_vectors_open(cipher: str, text: str) -> None:
    assert OPENERS[cipher](text, "493021") == PLAIN


@pytest.mark.parametrize("cipher", ["a", "b", "c", "d", "d2", "e"])
def test_credentials_sealed_by_each_cipher_connect_a_retailer(
    sandbox: RunningSandbox, customer: Customer, cipher: str
) -> None:
    sandbox.stackline.manners(cipher=cipher[0])
    batch = customer.connect(2, cipher=cipher).json["batchId"]
    assert customer.until(batch, *FINAL)["syncStatus"] == "completed"


@pytest.mark.parametrize("sent", ["", "garbage", "Z2FyYmFnZQ==", "aa:bb", VECTOR_A])
@pytest.mark.parametrize("cipher", ["a", "b", "c", "d", "e"])
def test_what_cannot_be_decrypted_is_refused(
    sandbox: RunningSandbox, customer: Customer, cipher: str, sent: str
) -> None:
    sandbox.stackline.manners(cipher=cipher)
    answer = customer.connect(2, cipher=cipher, connectionInfo=sent)
    assert (answer.status, answer.json["code"]) == (400, "validation_error")
    assert answer.json["details"] == {"field": "connectionInfo"}


@pytest.mark.parametrize("plain", [b"not json", b"[]", b'{"username":"me"}', b'{"user":"a"}', b""])
def test_well_sealed_nonsense_is_refused(customer: Customer, plain: bytes) -> None:
    totp = customer.get("/sync/auth/totp").json
    body = {
        "retailerId": 2,
        "mode": "CONNECT",
        "currentStamp": totp["currentStamp"],
        "connectionInfo": seal("a", totp["token"], plain),
    }
    answer = customer.post("/sync/connections/connect", body)
    assert (answer.status, answer.json["code"]) == (400, "validation_error")


def test_a_stamp_opens_once(customer: Customer) -> None:
    totp = customer.get("/sync/auth/totp").json
    body = {
        "retailerId": 2,
        "mode": "CONNECT",
        "currentStamp": totp["currentStamp"],
        "connectionInfo": seal("a", totp["token"], PLAIN),
    }
    assert customer.post("/sync/connections/connect", body).status == 200
    again = customer.post("/sync/connections/connect", body)
    assert (again.status, again.json["code"]) == (400, "totp_invalid")


def test_an_old_stamp_and_an_invented_one_are_refused(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    totp = customer.get("/sync/auth/totp").json
    sandbox.control.advance(61)
    sealed = seal("a", totp["token"], PLAIN)
    stale = customer.connect(2, currentStamp=totp["currentStamp"], connectionInfo=sealed)
    assert (stale.status, stale.json["code"]) == (400, "totp_expired")
    invented = customer.connect(2, currentStamp="1762160400000")
    assert (invented.status, invented.json["code"]) == (400, "totp_invalid")


def test_a_stamp_belongs_to_one_person(sandbox: RunningSandbox, customer: Customer) -> None:
    other = Customer(customer.base, "sandbox-portal-0100")
    totp = other.get("/sync/auth/totp").json
    answer = customer.connect(2, currentStamp=totp["currentStamp"])
    assert answer.json["code"] == "totp_invalid"


def test_stamps_may_come_as_numbers(sandbox: RunningSandbox, customer: Customer) -> None:
    sandbox.stackline.manners(stamp_as_number=True)
    assert isinstance(customer.get("/sync/auth/totp").json["currentStamp"], int)
    assert customer.connected()["syncStatus"] == "completed"
