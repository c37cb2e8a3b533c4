"""What an operator reads when a variable is wrong, and that nothing but a paragraph is read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ethics_review import environment as env

ROOT = Path(__file__).resolve().parents[2]


def refusal(read, **arguments):
    with pytest.raises(SystemExit) as ended:
        read(**arguments)
    return str(ended.value)


def test_refusal_says_what_why_and_what_to_do():
    with pytest.raises(SystemExit) as ended:
        env.refuse(name="X", wrong="It is bad.", why="It matters.", remedy="X=good")

    assert str(ended.value).splitlines() == [
        "配置错误 / Configuration error: X",
        "  What:       It is bad.",
        "  Why:        It matters.",
        "  What to do: X=good",
        "  All variables are described in .env.example.",
    ]


@pytest.mark.parametrize(("value", "expected"), [("yes", True), ("1", True), ("OFF", False), ("", True)])
def test_flag_reads_both_words(monkeypatch, value, expected):
    monkeypatch.setenv("X", value)

    assert env.flag(name="X", default=True, why="") is expected


def test_flag_refuses_other_words(monkeypatch):
    monkeypatch.setenv("X", "maybe")

    assert "'maybe' is neither true nor false" in refusal(env.flag, name="X", default=True, why="")


@pytest.mark.parametrize(("value", "expected"), [("1", 1), ("65535", 65535), ("", 8000)])
def test_port_reads_the_range_of_ports(monkeypatch, value, expected):
    monkeypatch.setenv("X", value)

    assert env.port(name="X", default=8000, why="") == expected


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "８０"])
def test_port_refuses_what_is_none(monkeypatch, value):
    monkeypatch.setenv("X", value)

    assert "is not a port" in refusal(env.port, name="X", default=8000, why="")


@pytest.mark.parametrize("value", ["", "a" * 20, "Zk3v9QmT2xW8bN5rL1pY7c=="])
def test_token_is_taken_as_it_is(monkeypatch, value):
    monkeypatch.setenv("X", value)

    assert env.token(name="X", why="") == value


@pytest.mark.parametrize("value", ["a" * 19, "twenty characters and", "二十个字符的口令二十个字符的口令二十个字符"])
def test_token_that_can_be_guessed_or_sent_nowhere_is_refused_and_not_repeated(monkeypatch, value):
    monkeypatch.setenv("X", value)

    told = refusal(env.token, name="X", why="")

    assert "openssl rand -hex 24" in told
    assert value not in told


def test_networks_are_read_in_their_order(monkeypatch):
    monkeypatch.setenv("X", "10.20.0.0/16, fd00:1::/64")

    assert env.networks(name="X", why="") == ["10.20.0.0/16", "fd00:1::/64"]


@pytest.mark.parametrize("value", ["10.20.0.1/16", "10.20.0.0/33", "inside", "10.0.0.0/8,nonsense"])
def test_networks_refuse_what_is_none(monkeypatch, value):
    """Bits of a host beyond the network's own are a mistake of whoever wrote it."""
    monkeypatch.setenv("X", value)

    assert "is no network" in refusal(env.networks, name="X", why="")


def test_choice_refuses_and_names_the_options(monkeypatch):
    monkeypatch.setenv("X", "xml")

    assert "one of: json, console" in refusal(env.choice, name="X", default="json", options=("json", "console"), why="")


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("X", " a.example, ,b.example ")

    assert env.words(name="X") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    "value", ["secret.example", "ftp://secret.example", "https://u:secret@", "https://secret:port"]
)
def test_url_refuses_without_repeating_the_value(monkeypatch, value):
    monkeypatch.setenv("X", value)

    said = refusal(env.url, name="X", schemes=("https", "http"), why="", example="https://e.example")

    assert "It is no address beginning with https://, http://." in said
    assert "secret" not in said


def test_url_is_absent_without_the_variable(monkeypatch):
    monkeypatch.delenv("X", raising=False)

    assert env.url(name="X", schemes=("https",), why="", example="") is None


def test_database_without_the_variable_is_one_file(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    described = env.database(name="DATABASE_URL", default=tmp_path / "one.sqlite3")

    assert described == {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "one.sqlite3"}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_database_reads_an_address(monkeypatch, tmp_path, scheme):
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://u%40x:p%2Fw@db.example:5433/ethics")

    described = env.database(name="DATABASE_URL", default=tmp_path)

    told = [described[key] for key in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert told == ["django.db.backends.postgresql", "u@x", "p/w", "db.example", 5433, "ethics"]


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("mysql://u:secret@h/d", "It does not begin with postgres:// or sqlite:///."),
        ("postgres://u:secret@h:port/d", "It cannot be read as an address."),
        ("postgres://u:secret@h", "It names no database."),
        ("sqlite://:memory:", "It names no database."),
    ],
)
def test_database_refuses_without_repeating_the_password(monkeypatch, tmp_path, value, wrong):
    monkeypatch.setenv("DATABASE_URL", value)

    said = refusal(env.database, name="DATABASE_URL", default=tmp_path)

    assert wrong in said
    assert "secret" not in said


def test_secret_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    first = env.secret_key(name="SECRET_KEY", directory=tmp_path, required=False)
    second = env.secret_key(name="SECRET_KEY", directory=tmp_path, required=False)

    assert first == second
    assert len(first) >= 50
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("secret_key", 0o600)]


def test_secret_key_of_another_process_counts(tmp_path):
    path = tmp_path / "secret_key"

    def slow():
        path.write_text("theirs")  # written between the question whether it exists and the answer
        return "ours"

    assert env.kept(path=path, make=slow) == "theirs"
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret_key"]


def test_secret_key_is_demanded_of_public_installations(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    said = refusal(env.secret_key, name="SECRET_KEY", directory=tmp_path, required=True)

    assert "It is not set, although PUBLIC_URL and DATABASE_URL are." in said
    assert list(tmp_path.iterdir()) == []


def test_directory_refuses_a_place_that_is_none(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "below"))

    said = refusal(env.directory, name="DATA_DIR", default=tmp_path, why="")

    assert f"{tmp_path / 'file' / 'below'} cannot be used (Not a directory)." in said


def test_mail_reads_an_address(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://u%40x:p%2Fw@mail.example")

    assert env.mail(name="EMAIL_URL", folder=Path()) == {
        "EMAIL_BACKEND": "ledger.mailing.Backend",
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "u@x",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }


def test_mail_without_the_variable_is_laid_in_a_folder_and_not_in_the_log(monkeypatch, tmp_path):
    monkeypatch.delenv("EMAIL_URL", raising=False)

    assert env.mail(name="EMAIL_URL", folder=tmp_path) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": tmp_path,
    }


def test_address_refuses_what_nobody_could_answer(monkeypatch):
    monkeypatch.setenv("EMAIL_FROM", "Ethics office")

    assert "is not a mail address" in refusal(env.address, name="EMAIL_FROM", default="a@b.example")


@pytest.mark.subprocess
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PUBLIC_URL", "ethics.example"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DEBUG", "maybe"),
        ("REDIS_URL", "http://host"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_command_ends_with_the_paragraph_and_no_traceback(tmp_path, name, value):
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": "", "DATA_DIR": str(tmp_path), name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"配置错误 / Configuration error: {name}\n")
    assert len(run.stderr.splitlines()) == 5


def test_every_variable_is_described_in_the_example():
    read = set(re.findall(r'name="([A-Z_]+)"', (ROOT / "ethics_review" / "settings.py").read_text(encoding="utf-8")))
    described = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert described == read
