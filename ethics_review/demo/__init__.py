"""The demo: invented people and bodies, eight dossiers and a year of history, made through the operations.

Everything here acts as users do, at instants that are arguments; nothing is loaded as rows. Nothing of the product
may depend on this package: `manage.py load_demo` and the tests do.
"""

from ethics_review.demo.script import PASSWORD, people

LOGINS = tuple((one.username, PASSWORD, *one.shown) for one in people() if one.shown)
"""What `manage.py up` shows: username, password, who it is in Chinese and in English."""

__all__ = ["LOGINS", "PASSWORD"]
