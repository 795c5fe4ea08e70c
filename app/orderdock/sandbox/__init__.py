"""The built-in sandbox: the providers' APIs on loopback, over real HTTP, with invented people and orders."""

from orderdock.sandbox.demo import demo_answers

__all__ = ["demo_answers"]
