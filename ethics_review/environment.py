"""Read the environment, and explain what is wrong with it. Used by `settings.py` alone; knows nothing of Django.

Every failure ends the process with a paragraph (what is wrong, why it matters, what to do), never with a traceback:
the reader is an operator, not a programmer.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
DATABASE_SCHEMES = ("postgres", "postgresql", "sqlite")
SHORTEST_TOKEN = 20
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def refuse(*, name: str, wrong: str, why: str, remedy: str) -> NoReturn:
    """End the process with a paragraph about one variable."""
    raise SystemExit(
        f"配置错误 / Configuration error: {name}\n"
        f"  What:       {wrong}\n"
        f"  Why:        {why}\n"
        f"  What to do: {remedy}\n"
        f"  All variables are described in .env.example."
    )


def text(*, name: str, default: str = "") -> str:
    """The variable without surrounding blanks; an empty variable counts as absent."""
    return os.environ.get(name, "").strip() or default


def flag(*, name: str, default: bool, why: str) -> bool:
    """A yes-or-no variable."""
    value = text(name=name, default="true" if default else "false").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    return refuse(
        name=name, wrong=f"{value!r} is neither true nor false.", why=why, remedy=f"{name}=true or {name}=false"
    )


def choice(*, name: str, default: str, options: Iterable[str], why: str) -> str:
    """A variable with a closed list of values."""
    value, known = text(name=name, default=default), tuple(options)
    if value in known:
        return value
    return refuse(
        name=name, wrong=f"{value!r} is not known.", why=why, remedy=f"Set {name} to one of: {', '.join(known)}."
    )


def words(*, name: str) -> list[str]:
    """A comma-separated variable."""
    return [word.strip() for word in text(name=name).split(",") if word.strip()]


def paths(*, name: str, base: Path) -> list[Path]:
    """A comma-separated variable of files; one without a leading slash is looked for under `base`."""
    return [base / Path(word).expanduser() for word in words(name=name)]


def networks(*, name: str, why: str) -> list[str]:
    """A comma-separated variable of networks such as 10.0.0.0/8."""
    found = words(name=name)
    for word in found:
        try:
            ip_network(word)
        except ValueError:
            refuse(name=name, wrong=f"{word!r} is no network.", why=why, remedy=f"{name}=10.20.0.0/16,fd00:1::/64")
    return found


def port(*, name: str, default: int, why: str) -> int:
    """A TCP port, 1 to 65535."""
    value = text(name=name, default=str(default))
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535:  # noqa: PLR2004 -- the range of a TCP port
        return int(value)
    return refuse(
        name=name, wrong=f"{value!r} is not a port.", why=why, remedy=f"{name}=8000, or another number from 1 to 65535."
    )


def url(*, name: str, schemes: Iterable[str], why: str, example: str) -> SplitResult | None:
    """An address with a scheme of the list and a host; None when the variable is absent."""
    value, known = text(name=name), tuple(schemes)
    if not value:
        return None
    try:
        split = urlsplit(value)
        well_formed = split.scheme in known and bool(split.hostname) and (split.port is None or split.port > 0)
    except ValueError:  # a port that is no number
        well_formed = False
    if well_formed:
        return split
    # The value is not repeated: an address may contain a password.
    return refuse(
        name=name,
        wrong=f"It is no address beginning with {'://, '.join(known)}://.",
        why=why,
        remedy=f"{name}={example}",
    )


def database(*, name: str, default: Path) -> dict[str, Any]:
    """Django's description of the database; without the variable, one SQLite file."""
    value = text(name=name)
    if not value:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": default}
    why = "The record of every case is kept there; PostgreSQL and SQLite are supported."
    example = f"{name}=postgres://user:password@host:5432/database"
    if value.partition("://")[0] not in DATABASE_SCHEMES:
        refuse(name=name, wrong="It does not begin with postgres:// or sqlite:///.", why=why, remedy=example)
    try:
        described = dict(dj_database_url.parse(value))
    except ValueError:
        refuse(
            name=name,
            wrong="It cannot be read as an address.",
            why=why,
            remedy=f"{example} (special characters %-encoded)",
        )
    if described["NAME"] in ("", ":memory:"):
        refuse(name=name, wrong="It names no database.", why="Web, worker and beat must share it.", remedy=example)
    return described


def secret_key(*, name: str, directory: Path, required: bool) -> str:
    """The signing key: from the environment, or (embedded use) made once and kept in the data directory."""
    value = text(name=name)
    if value:
        return value
    if required:
        refuse(
            name=name,
            wrong="It is not set, although PUBLIC_URL and DATABASE_URL are.",
            why="It signs sessions. All processes must use the same one; nobody else may know it.",
            remedy=f"{name}=<50 random characters>, as from: openssl rand -base64 48",
        )
    return kept(path=directory / "secret_key", make=lambda: secrets.token_urlsafe(50))


def token(*, name: str, why: str) -> str:
    """A secret somebody chose, at least SHORTEST_TOKEN characters; empty when the variable is absent."""
    value = text(name=name)
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value):
        # The value is not repeated: it is a secret.
        refuse(
            name=name,
            wrong=f"It has fewer than {SHORTEST_TOKEN} characters, or others than letters, digits and signs.",
            why=why,
            remedy=f"{name}=<random characters>, as from: openssl rand -hex 24",
        )
    return value


def directory(*, name: str, default: Path, why: str) -> Path:
    """A directory this process may write to, made if it is not there."""
    path = Path(text(name=name, default=str(default))).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        wrong = "" if os.access(path, os.W_OK | os.X_OK) else "no right to write there"
    except OSError as error:
        wrong = str(error.strerror)
    if wrong:
        refuse(name=name, wrong=f"{path} cannot be used ({wrong}).", why=why, remedy=f"{name}=/another/directory")
    return path


def kept(*, path: Path, make: Callable[[], str]) -> str:
    """The text of a private file; when there is none, it is made, also when several processes start at once."""
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(make())
        with suppress(FileExistsError):  # another process was first: its text counts
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text(encoding="ascii")


def mail(*, name: str, folder: Path) -> Mapping[str, Any]:
    """Django's mail settings; without the variable, letters are laid in a folder instead of being sent.

    Not in the log: a letter tells names and titles.
    """
    split = url(
        name=name,
        schemes=MAIL_PORTS,
        why="Notices to applicants and members are sent through it.",
        example="smtp+tls://user:password@mail.example.org:587",
    )
    if split is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    return {
        "EMAIL_BACKEND": "ledger.mailing.Backend",
        "EMAIL_HOST": split.hostname,
        "EMAIL_PORT": split.port or MAIL_PORTS[split.scheme],
        "EMAIL_HOST_USER": unquote(split.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(split.password or ""),
        "EMAIL_USE_TLS": split.scheme == "smtp+tls",
        "EMAIL_USE_SSL": split.scheme == "smtps",
    }


def address(*, name: str, default: str) -> str:
    """A sender such as `Ethics office <office@example.org>`; empty where the variable is and the default is."""
    value = text(name=name, default=default)
    if value == default or "@" in parseaddr(value)[1]:
        return value
    return refuse(
        name=name,
        wrong=f"{value!r} is not a mail address.",
        why="Notices are sent in its name.",
        remedy=f"{name}={default or 'office@example.org'}",
    )
