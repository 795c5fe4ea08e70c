"""What the shops sell: invented brands."""

from __future__ import annotations

from typing import NamedTuple


class Good(NamedTuple):
    """`cents` is the price of the plainest version in hundredths of the currency."""

    name: str
    brand: str
    department: str
    category: str
    sub_category: str
    cents: int


GOODS: tuple[Good, ...] = (
    Good("Coffee Beans, Dark Roast", "Ridgeline Roasters", "Grocery", "Beverages", "Coffee", 1850),
    Good("Paper Coffee Filters No. 4", "Ridgeline Roasters", "Grocery", "Beverages", "Coffee", 499),
    Good("Green Tea", "Lotus & Co", "Grocery", "Beverages", "Tea", 725),
    Good("Sparkling Water", "Clearbrook", "Grocery", "Beverages", "Water", 599),
    Good("Olive Oil, Extra Virgin", "Casa Verde", "Grocery", "Pantry", "Oils", 1349),
    Good("Spaghetti No. 5", "Casa Verde", "Grocery", "Pantry", "Pasta", 189),
    Good("Basmati Rice", "Golden Field", "Grocery", "Pantry", "Rice", 1099),
    Good("Peanut Butter, Crunchy", "Nutwell", "Grocery", "Pantry", "Spreads", 449),
    Good("Dark Chocolate 70 %", "Maison Noire", "Grocery", "Snacks", "Chocolate", 329),
    Good("Trail Mix", "Nutwell", "Grocery", "Snacks", "Nuts", 799),
    Good("Bananas", "Golden Field", "Grocery", "Produce", "Fruit", 25),
    Good("Oat Milk", "Northmoor", "Grocery", "Dairy", "Plant milk", 319),
    Good("Dish Soap, Lemon", "Brightly", "Household", "Cleaning", "Dish care", 389),
    Good("Laundry Pods", "Brightly", "Household", "Cleaning", "Laundry", 1699),
    Good("Paper Towels", "Softfold", "Household", "Paper", "Towels", 1499),
    Good("LED Bulb E27", "Lumenta", "Household", "Lighting", "Bulbs", 649),
    Good("AA Batteries", "Voltary", "Household", "Power", "Batteries", 1299),
    Good("Extension Cord", "Voltary", "Household", "Power", "Cables", 1599),
    Good("Cordless Drill", "Ironpath", "Home Improvement", "Tools", "Power tools", 8999),
    Good("Screwdriver Set", "Ironpath", "Home Improvement", "Tools", "Hand tools", 2499),
    Good("Wall Paint, Matt", "Hueline", "Home Improvement", "Paint", "Interior", 3150),
    Good("Furnace Filter", "Airwell", "Home Improvement", "Heating", "Filters", 2275),
    Good("Garden Hose", "Greenhand", "Garden", "Watering", "Hoses", 2999),
    Good("Potting Soil", "Greenhand", "Garden", "Soil", "Indoor", 899),
    Good("USB-C Cable", "Plugwise Lab", "Electronics", "Accessories", "Cables", 999),
    Good("Wireless Mouse", "Plugwise Lab", "Electronics", "Computers", "Mice", 2499),
    Good("Mechanical Keyboard", "Keystone", "Electronics", "Computers", "Keyboards", 7999),
    Good("Noise-Cancelling Headphones", "Auralis", "Electronics", "Audio", "Headphones", 19900),
    Good("Bluetooth Speaker", "Auralis", "Electronics", "Audio", "Speakers", 4999),
    Good("27-inch Monitor", "Keystone", "Electronics", "Computers", "Monitors", 27999),
    Good("Phone Case", "Slipcover", "Electronics", "Phones", "Cases", 1499),
    Good("Security Camera", "Lumenta", "Electronics", "Smart home", "Cameras", 5999),
    Good("Moisturising Cream", "Derma Nord", "Beauty", "Skin care", "Creams", 1875),
    Good("Lip Balm", "Derma Nord", "Beauty", "Skin care", "Lips", 375),
    Good("Shampoo, Sensitive", "Fernleaf", "Beauty", "Hair care", "Shampoo", 899),
    Good("Eau de Parfum", "Maison Noire", "Beauty", "Fragrance", "Women", 6800),
    Good("Toothbrush Heads", "Clearbrook", "Health", "Oral care", "Brushes", 2199),
    Good("Vitamin D3", "Wellmark", "Health", "Vitamins", "Vitamin D", 1145),
    Good("First Aid Kit", "Wellmark", "Health", "First aid", "Kits", 2650),
    Good("Dog Food, Salmon", "Pawsworth", "Pets", "Dogs", "Dry food", 4499),
    Good("Cat Litter", "Pawsworth", "Pets", "Cats", "Litter", 1575),
    Good("Running Shoes", "Stridewell", "Sports", "Footwear", "Running", 11999),
    Good("Yoga Mat", "Stridewell", "Sports", "Fitness", "Mats", 2999),
    Good("Rain Jacket", "Northmoor", "Clothing", "Outerwear", "Jackets", 8900),
    Good("Merino Socks", "Northmoor", "Clothing", "Basics", "Socks", 1295),
    Good("Building Blocks", "Tinkerby", "Toys", "Construction", "Blocks", 3499),
    Good("Board Game: Harbour Town", "Tinkerby", "Toys", "Games", "Board games", 4250),
    Good("Notebook, Dotted", "Paperhaus", "Office", "Paper", "Notebooks", 1190),
    Good("Printer Ink, Black", "Paperhaus", "Office", "Printing", "Ink", 2899),
    Good("Novel: The Long Tide", "Quayside Press", "Books", "Fiction", "Novels", 1599),
)

VERSIONS: tuple[tuple[str, int], ...] = (
    ("", 100),
    (", 2-pack", 190),
    (", 6-pack", 540),
    (", small", 80),
    (", large", 135),
    (", family size", 210),
    (", travel size", 60),
    (", classic", 100),
    (", economy", 88),
    (", premium", 145),
    (", refill", 85),
    (", gift box", 160),
)
"""What is added to a name, and the price as a percentage of the plainest version."""
