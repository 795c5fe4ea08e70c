"""How often Python looks for objects that refer to each other in a circle."""

import gc

_NEW_OBJECTS = 50_000


def collect_seldom() -> None:
    """Look after every 50,000 new objects, not after 700.

    A sync makes tens of thousands of tuples a second that refer to nothing but texts: looking
    through them so often costs it a tenth. In between, circles keep some megabytes more. For
    commands: the window looks for itself, on its own thread.
    """
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
