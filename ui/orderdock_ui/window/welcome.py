"""The first page of a profile without connections."""

from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row, surface
from orderdock_ui.widgets.notices import EmptyState

_FACTS = (
    (
        "hard-drive",
        "Stays here",
        "Orders live in one folder on this computer. Nothing is sent to us.",
    ),
    (
        "lock",
        "Shop passwords are not kept",
        "They are encrypted here, sent once to sign in, and forgotten.",
    ),
    ("eye", "Read only", "Orderdock reads orders. It never buys, changes or cancels anything."),
)


def welcome_page(*, sandbox: bool) -> EmptyState:
    """Two ways on, and what a careful person wants to know first."""
    if sandbox:
        page = EmptyState(
            "package",
            "Practise on invented orders",
            "This is the sandbox: sign-ins, shops and orders here are made up and live on this "
            "computer alone. Everything works as it does with the real ones.",
            "Connect a provider",
            action_icon="plug",
            caption="The steps offer answers that the sandbox accepts.",
            identifier="welcome-page",
        )
    else:
        page = EmptyState(
            "package",
            "Bring your orders together",
            "Sign in where you sell or shop. Orderdock reads your orders, keeps them on this "
            "computer and saves them as files a spreadsheet accepts.",
            "Connect a provider",
            action_icon="plug",
            other="Explore the sandbox",
            other_icon="flask-conical",
            caption="The sandbox holds invented orders and practice sign-ins. "
            "It never mixes with yours.",
            identifier="welcome-page",
        )
    page.after.addSpacing(theme.length(28))
    card = surface("card")
    box = column(card, gap=12, margins=(18, 14, 18, 14))
    for icon, title, sentence in _FACTS:
        line = row(gap=14)
        line.addWidget(IconLabel(icon, "accent", 18))
        words = column(gap=1)
        words.addWidget(Label(title, weight=600, wrap=True))
        words.addWidget(Label(sentence, ink="text2", wrap=True))
        line.addLayout(words, 1)
        box.addLayout(line)
    page.after.addWidget(card)
    return page
