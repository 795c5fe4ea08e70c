"""What an account sells and whom it deals with: the same for every run of a seed (sheet 7, 9).

Records are as on the wire: texts for all scalars, links by collection.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orderdock.sandbox.awkward import AWKWARD
from orderdock.sandbox.chance import mix
from orderdock.sandbox.stitchlabs.people import Account

Record = dict[str, Any]

PRODUCTS, CONTACTS = 70, 90
_FIRST_PRODUCT, _FIRST_CONTACT, _FIRST_VARIANT = 1001, 5100, 20_010
_SKU_TYPE = "5"
_OPTIONS = ("Blue", "Red", "Natural", "Größe L")
_NAMES = (
    "Stoneware Mug",
    "Linen Napkin",
    "Beeswax Candle",
    "Oak Chopping Board",
    "Cast-Iron Pan",
    "Wool Throw",
    "Soap Dish",
    "Enamel Jug",
    "Tea Towel",
    "Brass Hook",
)
_PEOPLE = ("Pat Example", "Zoë Müller", "李娜", "Nuala O'Brien", "“Bo” Åkesson", "=Sum Person")
_CARRIERS = ("USPS", "Royal Mail", "DHL")
MADE = "2016-01-01T00:00:00+00:00"


def links(**names: list[Record]) -> Record | list[Any]:
    """Links by collection; none at all is a list, a habit of the language it is written in."""
    return names or []


def refs(*ids: object) -> list[Record]:
    """Links to records of these ids."""
    return [{"id": str(key)} for key in ids]


def money(cents: int, places: int = 2) -> str:
    """A decimal string: "24.50", "6.1000"."""
    return f"{cents / 100:.{places}f}"


class Catalogue:
    """Products, variants, contacts and what hangs on them, by collection and id."""

    def __init__(self, seed: int, account: Account) -> None:
        self._account = account
        self.warehouse = account.warehouse
        self._seed = mix(seed * 104_729 + account.id)
        self.variants = [
            _FIRST_VARIANT + 10 * number + k
            for number in range(PRODUCTS)
            for k in range(self._versions(number))
        ]
        self.products = [_FIRST_PRODUCT + number for number in range(PRODUCTS)]
        self.contacts = [_FIRST_CONTACT + number for number in range(CONTACTS)]
        self._known = set(self.variants)
        self._made: dict[tuple[str, str], Record | None] = {}
        self._makers: dict[str, Callable[[int], Record | None]] = {
            "Products": self.product,
            "Variants": self.variant,
            "VariantCustomIds": self._custom_id,
            "CustomIdTypes": self._custom_id_type,
            "Attributes": self._attribute,
            "AttributeOptions": self._option,
            "VariantPrices": self._price,
            "PricingTiers": self._named,
            "WarehouseStockLevels": self._stock_level,
            "AccountAddresses": self._warehouse,
            "Contacts": self.contact,
            "ContactTypes": self._named,
            "People": self._person,
            "PersonFields": self._person_field,
            "PersonFieldTypes": self._named,
            "Addresses": self._address,
            "Channels": self._channel,
            "ChannelTypes": self._channel_type,
            "PackageCarrierTypes": self._carrier,
            "ProductTags": self._named,
            "Tags": self._named,
            "Users": self._named,
        }

    def _versions(self, number: int) -> int:
        return 1 + mix(self._seed + number) % len(_OPTIONS)

    # what orders take from it

    def name(self, number: int) -> str:
        """The name of the product of that number."""
        if number % 7 == 3:
            return AWKWARD[number // 7 % len(AWKWARD)]
        series = number // len(_NAMES)
        return _NAMES[number % len(_NAMES)] + (f" No. {series + 1}" if series else "")

    def title(self, variant: int) -> str:
        """What a line of this variant is called."""
        number, k = divmod(variant - _FIRST_VARIANT, 10)
        if number % 17 == 5:  # it describes itself with nothing: the product's name is taken
            return self.name(number)
        return (
            f"{self.name(number)} ({_OPTIONS[k]})"
            if self._versions(number) > 1
            else (self.name(number))
        )

    def sku(self, variant: int, *, own: bool = False) -> str | None:
        """The SKU, wherever it stands (`own`: at the variant itself); None where there is none."""
        return self._own_sku(variant) or (None if own else self._custom_sku(variant))

    def cents(self, variant: int) -> int:
        """The usual price."""
        return 350 + mix(self._seed ^ variant) % 180 * 45

    def has(self, variant: int) -> bool:
        return variant in self._known

    def _own_sku(self, variant: int) -> str | None:
        number, k = divmod(variant - _FIRST_VARIANT, 10)
        if number % 13 == 6:
            return None
        letters = "".join(word[0] for word in _NAMES[number % len(_NAMES)].split())
        return f"{'00' if number % 10 == 0 else ''}{number:03d}-{letters}-{_OPTIONS[k][:3].upper()}"

    def _custom_sku(self, variant: int) -> str | None:
        number, k = divmod(variant - _FIRST_VARIANT, 10)
        return f"CUSTOM-{number}-{k}" if number % 26 == 6 else None

    # records by collection

    def find(self, collection: str, key: str) -> Record | None:
        """A record by its id; None when there is none."""
        place = (collection, key)
        if place not in self._made:
            make = self._makers.get(collection)
            known = make is not None and key.isascii() and key.isdecimal()
            self._made[place] = make(int(key)) if make is not None and known else None
        return self._made[place]

    def product(self, key: int) -> Record | None:
        number = key - _FIRST_PRODUCT
        if not 0 <= number < PRODUCTS:
            return None
        variants = [_FIRST_VARIANT + 10 * number + k for k in range(self._versions(number))]
        return {
            "id": str(key),
            "name": self.name(number),
            "description": "" if number % 3 else "Made in small batches.\nWash by hand.",
            "local_id": str(33 + number),
            "notes": "",
            "archived": "1" if number % 19 == 4 else "0",
            "deleted": "0",
            "created_at": MADE,
            "updated_at": MADE,
            "links": links(
                Variants=refs(*variants),
                Attributes=refs(500 + number),
                ProductFiles=[],
                ProductTags=refs(1 + number % 3),
                Channels=refs(*(channel.id for channel in self._account.channels)),
                Users=refs(3),
            ),
        }

    def variant(self, key: int) -> Record | None:
        if key not in self._known:
            return None
        number, k = divmod(key - _FIRST_VARIANT, 10)
        stock = mix(self._seed - key) % 60
        own = None if number % 17 == 5 else self.title(key)
        return {
            "id": str(key),
            "sku": self._own_sku(key),
            "upc": None if number % 4 else f"{400_000_000_000 + key}",
            "local_id": str(44 + key - _FIRST_VARIANT),
            "description": "",
            "auto_description": own,
            "auto_description_with_option_type": own,
            "stock": str(stock),
            "available": str(stock - stock // 4),
            "committed_stock": str(stock // 4),
            "average_cost": money(self.cents(key) // 3, 4),
            "supplier_cost": money(self.cents(key) // 3, 4),
            "weight": "0.4000",
            "low_stock_alert": None,
            "bundle": "0",
            "deleted": "0",
            "links": links(
                Products=refs(_FIRST_PRODUCT + number),
                AttributeOptions=refs(70_000 + 10 * number + k),
                VariantPrices=refs(80_000 + key),
                VariantCustomIds=refs(2_100_000 + key) if self._custom_sku(key) else [],
                WarehouseStockLevels=refs(900_000 + key),
                ProductFiles=[],
                Contacts=[{"company_id": str(_FIRST_CONTACT), "supplier_id": "1", "cost": "6.10"}],
                ContactWarehouses=[],
            ),
        }

    def _custom_id(self, key: int) -> Record | None:
        variant = key - 2_100_000
        value = self._custom_sku(variant) if variant in self._known else None
        if value is None:
            return None
        own = links(CustomIdTypes=refs(_SKU_TYPE), Variants=refs(variant))
        return {
            "id": str(key),
            "sku_id": str(variant),
            "value": value,
            "deleted": "0",
            "links": own,
        }

    def _custom_id_type(self, key: int) -> Record | None:
        if str(key) != _SKU_TYPE:
            return None
        return {"id": str(key), "name": "SKU", "caption": "", "deleted": "0", "links": []}

    def _attribute(self, key: int) -> Record | None:
        number = key - 500
        if not 0 <= number < PRODUCTS:
            return None
        options = (70_000 + 10 * number + k for k in range(self._versions(number)))
        own = links(AttributeOptions=refs(*options))
        return {"id": str(key), "name": "Color", "order": "0", "links": own}

    def _option(self, key: int) -> Record | None:
        number, k = divmod(key - 70_000, 10)
        if _FIRST_VARIANT + 10 * number + k not in self._known:
            return None
        own = links(Attributes=refs(500 + number))
        return {"id": str(key), "name": _OPTIONS[k], "links": own}

    def _price(self, key: int) -> Record | None:
        variant = key - 80_000
        if variant not in self._known:
            return None
        own = links(PricingTiers=refs(96), Variants=refs(variant))
        return {"id": str(key), "price": money(self.cents(variant)), "links": own}

    def _stock_level(self, key: int) -> Record | None:
        record = self.variant(key - 900_000)
        if record is None:
            return None
        own = links(AccountAddresses=refs(self.warehouse), Variants=refs(record["id"]))
        same = {name: record[name] for name in ("stock", "available", "low_stock_alert")}
        place = str(self.warehouse)
        return {"id": str(key), **same, "account_address_id": place, "links": own}

    def _warehouse(self, key: int) -> Record | None:
        if key != self.warehouse:
            return None
        flags = {"warehouse": "1", "default_warehouse": "1"}
        return {"id": str(key), "label": f"{self._account.name}, main", **flags, "links": []}

    def contact(self, key: int) -> Record | None:
        number = key - _FIRST_CONTACT
        if not 0 <= number < CONTACTS:
            return None
        return {
            "id": str(key),
            "name": self._person_name(number),
            "local_id": str(1016 + number),
            "archived": "0",
            "deleted": "0",
            "nature": "",
            "reseller": "",
            "taxid": "",
            "website": "",
            "notes": "",
            "created_at": MADE,
            "updated_at": MADE,
            "links": links(
                ContactTypes=refs(9 if number else 8),
                People=[{"id": str(6000 + number), "type": "person"}],
                Addresses=[
                    {"id": str(8000 + number), "type": kind} for kind in ("billing", "shipping")
                ],
                ContactTags=[],
                Users=refs(3),
            ),
        }

    def _person_name(self, number: int) -> str:
        return f"{_PEOPLE[number % len(_PEOPLE)]} {number}"

    def _person(self, key: int) -> Record | None:
        number = key - 6000
        if not 0 <= number < CONTACTS:
            return None
        own = links(PersonFields=refs(6500 + number), Contacts=refs(_FIRST_CONTACT + number))
        return {"id": str(key), "name": self._person_name(number), "deleted": "0", "links": own}

    def _person_field(self, key: int) -> Record:
        value = f"person{key}@example.com"
        return {"id": str(key), "value": value, "links": links(PersonFieldTypes=refs(2))}

    def _address(self, key: int) -> Record:
        town = ("Portland", "Łódź", "Galway", "Kyōto")[key % 4]
        return {"id": str(key), "city": town, "country": "US", "deleted": "0", "links": []}

    def _channel(self, key: int) -> Record | None:
        for channel in self._account.channels:
            if channel.id == key:
                return {
                    "id": str(key),
                    "name": channel.name,
                    "username": channel.username,
                    "deleted": "0",
                    "active_sync": "1",
                    "links": links(ChannelTypes=refs(channel.type_id)),
                }
        return None

    def _channel_type(self, key: int) -> Record | None:
        types = {channel.type_id: channel.type for channel in self._account.channels}
        if key not in types:
            return None
        return {"id": str(key), "value": types[key], "deleted": "0", "links": []}

    def _carrier(self, key: int) -> Record:
        name = _CARRIERS[key % len(_CARRIERS)]
        return {"id": str(key), "name": name, "deleted": "0", "links": []}

    def _named(self, key: int) -> Record:
        """A record of a kind that nobody looks at closely."""
        return {"id": str(key), "name": f"No. {key}", "caption": "", "deleted": "0", "links": []}
