"""The built-in sandbox: the providers' APIs over real HTTP on loopback, with invented data."""

from orderdock.sandbox.demo import demo_answers

__all__ = ["demo_answers"]
