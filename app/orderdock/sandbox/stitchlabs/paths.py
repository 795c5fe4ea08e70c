"""The documented paths of linked records, and walking them (sheet 6, 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stitchlabs.catalogue import Record

Path = tuple[str, ...]
Find = Callable[[str, str], Record | None]

_WRITTEN = {
    "SalesOrders": """
        connectorFlagFbaOrders fulfillmentOrders tags createdByUser accountOrderInfo billingAddress
        shippingAddress accountAddress pricingTier creditMemos
        creditMemos:creditMemoOrderSku,creditMemoOrderSku.orderSku,creditMemoOrderSku.creditMemoReturnReason
        creditMemos:creditMemoOrderService,creditMemoOrderService.orderService
        creditMemos:creditMemoOrderService.creditMemoReturnReason,creditMemoCustomLineItem
        creditMemos:creditMemoPayment,accountAddress,person,shippingAddress,billingAddress
        person:personFields.personFieldType,contact.contactType contact:contactType
        salesOrderLineItems:variant.productFile,variant.variantCustomIds.customIdType
        salesOrderLineItems:variant.product.productFiles,variant.warehouseStockLevels
        salesOrderLineItems:variant.warehouseStockLevels.accountAddress,invoiceLineItems
        salesOrderLineItems:packingSlipLineItems
        salesOrderCustomLineItems:invoiceCustomLineItems,packingSlipCustomLineItems
        invoices:billingAddress,shippingAddress,contactPaymentType
        invoices:person.personFields.personFieldType,person.contact.contactType,invoiceLineItems
        invoices:invoiceCustomLineItems,completedPerson.person,completedBillingAddress.address
        invoices:completedShippingAddress.address
        invoicePayments:invoicePaymentType,invoice
        packingSlips:billingAddress,shippingAddress,person.personFields.personFieldType
        packingSlips:person.contact.contactType,packingSlipLineItems,packingSlipCustomLineItems
        packingSlips:completedPerson.person,completedBillingAddress.address
        packingSlips:completedShippingAddress.address
        packages:packageCarrierType,packingSlip channel:channelType completedBillingAddress:address
        completedShippingAddress:address completedContact:contact completedPerson:person
        completedSalesOrderLineItems:variant,completedVariant,completedVariantCustomId
        completedSalesOrderLineItems:completedAttributeOption,completedInvoiceLineItems.invoice
        completedSalesOrderLineItems:completedPackingSlipLineItems.packingSlip
        completedSalesOrderCustomLineItems:completedInvoiceCustomLineItems.invoice
        completedSalesOrderCustomLineItems:completedPackingSlipCustomLineItems.packingSlip""",
    "Contacts": """
        createdByUser addresses shippingAddress billingAddress contactTags contactType
        contactPaymentType contactFile people:personFields.personFieldType
        primaryPerson:personFields.personFieldType invoices invoicePayments salesOrders
        purchaseOrders""",
    "Products": """
        createdByUser attributes channel productFiles productTags
        variants:attributeOptions.attribute,variantPrices.pricingTier
        variants:variantCustomIds.customIdType,productFile,warehouseStockLevels.accountAddress""",
    "Variants": """
        channelListing:channel.channelType attributeOptions:attribute
        product:attributes,productFiles
        variantPrices:pricingTier variantCustomIds:customIdType warehouseStockLevels:accountAddress
        productFile bundleLineItems:bundleVariants,bundleVariants.productFile
        bundleLineItems:bundleVariants.product.productFiles
        bundleLineItems:bundleVariants.variantCustomIds.customIdType
        contacts:primaryPerson.personFields.personFieldType contactWarehouses""",
    "PurchaseOrders": """
        tags createdByUser accountOrderInfo supplierAddress dropShippingAccountAddress
        dropShippingBillingAddress dropShippingContact contact:contactType
        person:contact.contactType,contact.billingAddress,personFields.personFieldType
        billingAccountAddress shippingAccountAddress warehouseAccountAddress
        purchaseOrderLineItems:variant,variant.product.productFiles,variant.contacts
        purchaseOrderLineItems:variant.productFile,variant.variantCustomIds.customIdType
        purchaseOrderLineItems:variant.variantPrices.pricingTier
        purchaseOrderPaymentType purchaseOrderCarrierType channel""",
}
_ON_LISTS = {
    "SalesOrders": """
        billingAddress shippingAddress channel:channelType contact:contactType
        person:personFields.personFieldType""",
    "PurchaseOrders": "contact:contactType",
    "Products": "attributes productTags",
    "Contacts": "contactType people:personFields.personFieldType",
    "Variants": """
        product:attributes attributeOptions:attribute variantPrices:pricingTier
        variantCustomIds:customIdType warehouseStockLevels:accountAddress""",
}
_ODD = {
    "person": ("People", ""),
    "primaryPerson": ("People", ""),
    "people": ("People", ""),
    "createdByUser": ("Users", ""),
    "billingAddress": ("Addresses", "billing"),
    "shippingAddress": ("Addresses", "shipping"),
    "supplierAddress": ("Addresses", ""),
    "address": ("Addresses", ""),
    "addresses": ("Addresses", ""),
    "accountAddress": ("AccountAddresses", ""),
    "warehouseAccountAddress": ("AccountAddresses", ""),
}
_SHOWN_ON_LISTS = ("Addresses", "Channels", "Contacts", "People", "Tags")


def _paths(text: str) -> tuple[Path, ...]:
    found = []
    for word in text.split():
        first, _, endings = word.partition(":")
        for ending in endings.split(","):
            found.append((first, *ending.split("."))) if ending else found.append((first,))
    return tuple(found)


DOCUMENTED = {name: _paths(text) for name, text in _WRITTEN.items()}
BASIC = {name: _paths(text) for name, text in _ON_LISTS.items()}


def asked_paths(name: str, links: object) -> tuple[Path, ...]:
    """The paths of a request; raises `Refusal` for one that is not documented."""
    if not isinstance(links, list):
        raise Refusal(400, "bad_request", "links must be a list of paths.")
    known = {".".join(path): path for path in DOCUMENTED[name]}
    for link in links:
        if link not in known:
            raise Refusal(400, "bad_request", f"links: {link} is not known here.")
    return tuple(known[link] for link in links)


def linked(
    records: list[Record], paths: Iterable[Path], find: Find
) -> dict[str, dict[str, Record]]:
    """What the paths lead to, by collection and id; nothing for a collection without records."""
    found: dict[str, dict[str, Record]] = {}
    for path in paths:
        level = records
        for step in path:
            level = _step(level, step, find)
            collection = _target(step)[0]
            if level:
                found.setdefault(collection, {}).update({r["id"]: r for r in level})
    return found


def _step(level: list[Record], step: str, find: Find) -> list[Record]:
    collection, kind = _target(step)
    reached: dict[str, Record] = {}
    for record in level:
        own = record["links"]
        for ref in own.get(collection, ()) if isinstance(own, dict) else ():
            key = ref.get("id") or ref.get("company_id")
            if kind and ref.get("type") != kind:
                continue
            found = find(collection, key)
            if found is not None:
                reached[key] = found
    return list(reached.values())


def _target(step: str) -> tuple[str, str]:
    """The collection a step leads to, and the type that its links must have."""
    if step in _ODD:
        return _ODD[step]
    return step[0].upper() + step[1:] + ("" if step.endswith("s") else "s"), ""


def as_listed(name: str, record: Record) -> Record:
    """An order in a list links little: no lines, no packages (sheet 9)."""
    if name != "SalesOrders":
        return record
    own = {key: record["links"][key] for key in _SHOWN_ON_LISTS}
    return record | {"links": own if any(own.values()) else []}
