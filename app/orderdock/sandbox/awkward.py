"""Invented names that are hard on files and screens."""

from __future__ import annotations

AWKWARD: tuple[str, ...] = (
    'Picture Frame 8" x 10", "Classic", oak',
    "=1+1 Value Bundle",
    "Cable, 2 m\nblack\r\n(renewed)",
    "Party Lights 🎉✨ warm white",
    "قهوة عربية بالهيل ٢٥٠ غرام",
    "-20 °C Freezer Thermometer",
    "@home Cushion Cover",
    "+5 Bonus Batteries",
    "שעון קיר עץ, 30 ס״מ",
    "Crème brûlée dishes; set of 4 — Größe M",
    "\tTabbed Index Cards",
    "Family 👨‍👩‍👧‍👦 Photo Mug",
    "抹茶パウダー 100g",
    "  Spaces at both ends  ",
    "O'Brien's Irish Oats, 1 kg | coarse <b>cut</b> & dried",
    "＝Full-width Formula Mug",
)
"""Commas, quotes, line breaks, emoji, right-to-left, and starts that a spreadsheet would run."""
