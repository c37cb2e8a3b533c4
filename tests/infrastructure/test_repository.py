"""What a newcomer, a container and a CI machine rely on: files that agree with each other and with the settings."""

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def variables_read():
    return set(re.findall(r'name="([A-Z_]+)"', text("ethics_review/settings.py")))


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(text("docker-compose.yml"))


def product_services(compose):
    return {name: one for name, one in compose["services"].items() if one["image"] == "ethics-review"}


## Requirements


def test_there_is_a_list_for_every_use():
    assert [path.stem for path in LISTS] == ["base", "dev", "e2e", "server"]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_list_names_packages_and_hashes_and_no_place(path):
    pin = r"[a-z0-9-]+==[A-Za-z0-9.]+( ; [a-z_]+ (<|<=|==|!=|>=|>) '[A-Za-z0-9.]+')? \\"
    line = re.compile(pin + r"|    --hash=sha256:[0-9a-f]{64}( \\)?")

    odd = [row for row in path.read_text(encoding="ascii").splitlines() if not line.fullmatch(row)]

    assert odd == []


def test_larger_lists_repeat_the_pins_of_the_smaller():
    pins = {path.stem: dict(PINNED.findall(path.read_text(encoding="ascii"))) for path in LISTS}

    assert pins["base"].items() <= pins["dev"].items() <= pins["e2e"].items()
    assert pins["base"].items() <= pins["server"].items()


def test_every_dependency_of_the_project_is_pinned():
    project = tomllib.loads(text("pyproject.toml"))["project"]
    groups = {"base": project["dependencies"], **project["optional-dependencies"]}

    for name, wanted in groups.items():
        pinned = dict(PINNED.findall(text(f"requirements/{name}.txt")))
        names = {re.match(r"[A-Za-z0-9-]+", entry).group().lower() for entry in wanted}
        assert names - pinned.keys() == set()


def test_inactive_distribution_of_the_same_module_is_absent():
    for path in LISTS:
        pinned = dict(PINNED.findall(path.read_text(encoding="ascii")))
        assert ("django-fsm-2" in pinned, "django-fsm" in pinned) == (True, False)


## Makefile


def test_make_knows_its_words_and_explains_them():
    words = re.findall(r"^([a-z]+):.*## ", text("Makefile"), re.MULTILINE)

    assert words == ["help", "setup", "run", "test", "bench", "chaos", "lint", "docs", "clean"]


def test_make_alone_shows_the_words():
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607

    assert [line.split()[:2] for line in said.splitlines()] == [
        ["make", word] for word in ("help", "setup", "run", "test", "bench", "chaos", "lint", "docs", "clean")
    ]


@pytest.mark.subprocess
def test_make_without_python_says_what_to_install():
    run = subprocess.run(
        ["make", "setup", "PYTHON=python0.0"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert "python0.0 was not found. Install Python 3.11 or newer" in run.stderr
    assert "未找到 python0.0" in run.stderr


## Bootstrap


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The script as a module, with an environment and lists of its own."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "scripts" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "PYTHON": tmp_path / ".venv" / "python"}.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "python").write_text("")
    for name in module.CONTAINS:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1 \\\n")
    monkeypatch.setattr(module, "make_venv", lambda: None)
    module.installed = []
    monkeypatch.setattr(module, "install", module.installed.append)
    return module


def test_bootstrap_installs_once_and_again_when_the_list_changes(bootstrap, tmp_path):
    codes = [bootstrap.main(["", "base"]), bootstrap.main(["", "base"])]
    (tmp_path / "requirements" / "base.txt").write_text("base==2 \\\n")
    codes.append(bootstrap.main(["", "base"]))

    assert codes == [0, 0, 0]
    assert bootstrap.installed == ["base", "base"]


def test_bootstrap_knows_that_the_larger_list_contains_the_smaller(bootstrap):
    bootstrap.main(["", "dev"])
    bootstrap.main(["", "base"])
    bootstrap.main(["", "e2e"])

    assert bootstrap.installed == ["dev", "e2e"]


def test_bootstrap_leaves_no_stamp_when_the_installation_fails(bootstrap, monkeypatch, capsys):
    def fail(name):
        raise subprocess.CalledProcessError(7, "pip")

    monkeypatch.setattr(bootstrap, "install", fail)

    assert bootstrap.main(["", "base"]) == 1
    assert not bootstrap.is_stamped("base")
    assert "did not finish" in capsys.readouterr().err


def test_bootstrap_refuses_an_old_python_in_a_sentence(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))

    assert bootstrap.main(["", "base"]) == 1
    assert "Python 3.11 or newer is needed" in capsys.readouterr().err
    assert bootstrap.installed == []


def test_bootstrap_refuses_an_unknown_list(bootstrap, capsys):
    assert bootstrap.main(["", "all"]) == 1
    assert "choose one of: base, server, dev, e2e" in capsys.readouterr().err


## Containers


def test_compose_hands_every_variable_to_every_process(compose):
    """What an operator writes into .env reaches the product; what the image itself fixes is left out."""
    fixed = {"DATA_DIR", "STATIC_ROOT", "PORT", "DEBUG"}

    for name, service in product_services(compose).items():
        assert variables_read() - fixed - service["environment"].keys() == set(), name


def test_compose_asks_each_process_whether_it_works(compose):
    asked = {name: compose["services"][name]["healthcheck"]["test"] for name in ("web", "worker", "beat")}

    assert asked == {name: ["CMD", "python", "manage.py", "alive", name] for name in asked}
    assert (ROOT / "ethics_review/management/commands/alive.py").exists()


def test_compose_starts_workers_without_what_the_settings_switch_off(compose):
    """Nothing of gossip, mingling, events or remote control, by option or by setting: nobody would read it."""
    command = compose["services"]["worker"]["command"]

    assert {"--without-gossip", "--without-mingle", "--without-heartbeat"} <= set(command)
    assert not {"-E", "--task-events", "--beat", "-B"} & set(command)


def test_containers_have_no_rights_they_do_not_need(compose):
    for name, service in compose["services"].items():
        if name == "postgres":  # its entry point changes owners before it gives up being root
            continue
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["tmpfs"], name
    dockerfile = text("Dockerfile")
    assert dockerfile.index("\nUSER ethics\n") < dockerfile.index("\nCMD ")


def test_only_this_machine_reaches_the_web_container_and_nobody_the_stores(compose):
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}

    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_gunicorn_serves_the_port_and_writes_no_address_into_a_log():
    module = importlib.import_module("ethics_review.serving")

    assert (module.bind, module.wsgi_app) == (f"0.0.0.0:{settings.PORT}", "ethics_review.wsgi:application")
    assert module.accesslog is None
    assert module.logconfig_dict["loggers"]["gunicorn.error"] == {"handlers": [], "propagate": True}
    assert "EXPOSE 8000" in text("Dockerfile")


def test_compose_gives_the_product_only_variables_it_reads(compose):
    given = {variable for service in product_services(compose).values() for variable in service["environment"]}

    assert given - variables_read() == set()
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL"} <= given


def test_image_sets_only_variables_the_product_reads():
    block = re.search(r"^ENV (.*?)\n(?! )", text("Dockerfile"), re.MULTILINE | re.DOTALL).group(1)
    names = set(re.findall(r"([A-Z_]+)=", block))

    assert names - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} == {"STATIC_ROOT", "DATA_DIR"}
    assert names - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= variables_read()


def test_compose_runs_every_role_from_the_same_image(compose):
    assert sorted(product_services(compose)) == ["beat", "prepare", "web", "worker"]
    assert sorted(compose["services"].keys() - product_services(compose)) == ["postgres", "redis"]
    assert {json.dumps(service["build"]) for service in product_services(compose).values()} == {'"."'}


def test_compose_checks_the_health_of_everything_that_stays(compose):
    staying = {name for name, service in compose["services"].items() if service["restart"] == "unless-stopped"}

    assert staying == compose["services"].keys() - {"prepare"}
    assert {name for name in staying if "healthcheck" in compose["services"][name]} == staying


def test_compose_waits_for_what_each_role_needs(compose):
    for name in ("web", "worker", "beat"):
        waits = compose["services"][name]["depends_on"]
        assert waits == {
            "prepare": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    assert compose["services"]["prepare"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_compose_commands_exist(compose):
    commands = {name: service.get("command") for name, service in product_services(compose).items()}
    web = json.loads(re.search(r"^CMD (\[.*\])$", text("Dockerfile"), re.MULTILINE).group(1))

    assert commands["prepare"] == ["python", "manage.py", "up", "--prepare"]
    assert commands["worker"][:3] == ["celery", "--app=ethics_review", "worker"]
    assert commands["beat"][:3] == ["celery", "--app=ethics_review", "beat"]
    assert web == ["gunicorn", "--config=python:ethics_review.serving"]
    assert {"gunicorn", "celery"} <= dict(PINNED.findall(text("requirements/server.txt"))).keys()


def test_pre_commit_hooks_are_local_and_parse():
    repositories = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]

    assert [one["repo"] for one in repositories] == ["local"]
    assert {hook["id"] for hook in repositories[0]["hooks"]} >= {
        "ruff-format",
        "ruff-check",
        "mypy",
        "import-contracts",
    }


## Vendored


def test_vendored_library_has_its_licence_and_version():
    for folder in (ROOT / "ethics_review" / "static" / "vendor").iterdir():
        names = {path.name for path in folder.iterdir()}
        assert {"LICENSE", "VERSION"} <= names, folder.name
        assert re.fullmatch(r"\d+\.\d+\.\d+\n", (folder / "VERSION").read_text(encoding="ascii"))


def test_vendored_files_ask_for_no_other_file():
    for path in (ROOT / "ethics_review" / "static" / "vendor").glob("*/*.min.*"):
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8"), path.name
