"""A story through web, API and worker, told by real processes: nothing of what the people said or are is in the log."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.filings import filing
from tests.infrastructure.quiet_people import DOMAIN, NAME, PASSWORD
from tests.infrastructure.test_up import free_port, read_until

ROOT = Path(__file__).resolve().parents[2]
TITLE, WORDS, SEARCHED = "不可言说的课题", "从未说出口的缘由", "被查找的某人"
FEED, RESET = "Zk3v9QmT2xW8bN5rL1pY7cAb0", "c9x2ab-0123456789abcdef0123456789abcdef"
STRAY_TOKEN, WRONG = "stray-t0ken-of-somebody-else", "wrong-pass-w0rd-0815"
REQUEST = "story-request-0001"
UNSPOKEN = [NAME, PASSWORD, DOMAIN, TITLE, WORDS, SEARCHED, FEED, RESET, STRAY_TOKEN, WRONG]
pytestmark = [
    pytest.mark.subprocess,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds children by /proc"),
]


class Refusing:
    """A mail server that repeats whom it does not know, by name."""

    def __init__(self):
        self.refused = 0

    async def handle_RCPT(self, _server, _session, _envelope, address, _options):  # noqa: N802 -- aiosmtpd's name
        self.refused += 1
        return f"550 no such person {NAME} <{address}>"


@pytest.fixture
def mail():
    refusing = Refusing()
    controller = Controller(refusing, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    controller.start()
    refusing.port = controller.port
    yield refusing
    controller.stop()


@pytest.fixture
def place(tmp_path, mail):
    """The environment of an installation of its own, writing its lines for machines."""
    own = {"DATA_DIR": str(tmp_path / "data"), "LOG_FORMAT": "json", "LOG_LEVEL": "INFO"}
    own |= {"EMAIL_URL": f"smtp://127.0.0.1:{mail.port}", "DJANGO_SETTINGS_MODULE": "ethics_review.settings"}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | own


class Caller:
    """A browser and a program at once; whatever the answer is, it is an answer."""

    def __init__(self, port):
        self.port, self.cookies = port, CookieJar()
        jar = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def ask(self, path, data=None, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        quoted = urllib.parse.quote(path, safe="/?=&%")
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{quoted}", data=data, headers=sent)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self, username, password):
        _, page = self.ask("/sign-in/")
        csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        form = {"csrfmiddlewaretoken": csrf, "username": username, "password": password}
        return self.ask("/sign-in/", urllib.parse.urlencode(form).encode())

    def send(self, path, data, secret, **headers):
        body = json.dumps(data).encode()
        return self.ask(path, body, authorization=f"Bearer {secret}", content_type="application/json", **headers)


def tell(caller, people):
    """Everything a person might do that holds something no line may tell; the number of the case it makes."""
    caller.sign_in(people["username"], WRONG)
    assert caller.sign_in(people["username"], PASSWORD)[0] == 200
    draft = {"committee": people["committee"], "title": {"zh": TITLE, "en": "x"}, "filing": filing(funding=WORDS)}
    status, answer = caller.send("/api/v1/cases/", draft, people["token"])
    assert status == 201, answer
    number = json.loads(answer)["number"]
    asked = caller.send(f"/api/v1/cases/{number}/moves/submit/", {}, people["token"], x_request_id=REQUEST)
    assert asked[0] == 200, asked
    assert caller.ask(f"/cases/{number}/")[0] == 200
    caller.ask(f"/cases/?q={SEARCHED}&token={STRAY_TOKEN}")
    caller.ask(f"/cases/{NAME}/")
    caller.ask(f"/calendar/{FEED}.ics")
    caller.ask(f"/reset/MQ/{RESET}/")
    caller.ask(f"/account/?next=ouyang.1@{DOMAIN}")
    caller.send("/api/v1/cases/", {"title": {"zh": WORDS}}, STRAY_TOKEN)
    caller.send("/api/v1/cases/", {"committee": WORDS, "filing": []}, people["token"])
    return number


def test_no_line_of_any_process_tells_what_is_nobodys_business(place, mail, tmp_path):
    port = free_port()
    run = {"cwd": ROOT, "env": place, "text": True}
    subprocess.run(
        [sys.executable, "manage.py", "up", "--prepare", "--no-demo"], check=True, capture_output=True, **run
    )
    program = [sys.executable, "-m", "tests.infrastructure.quiet_people"]
    people = json.loads(subprocess.run(program, check=True, capture_output=True, **run).stdout)
    up = subprocess.Popen(
        [sys.executable, "manage.py", "up", "--no-demo", f"--port={port}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **run,
    )
    try:
        said = read_until(up, "Ctrl-C")
        number = tell(Caller(port), people)
        deadline = time.monotonic() + 60
        while not mail.refused and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(1)
    finally:
        up.terminate()
        said += up.communicate(timeout=60)[0]

    assert {word: line for word in UNSPOKEN for line in said.splitlines() if word in line} == {}
    assert people["token"] not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["event"] == "request"]
    assert {"login", "case", "cases", "api:cases", "api:case-move", "unmatched"} <= {line["view"] for line in requests}
    moved = next(line for line in requests if line["view"] == "api:case-move")
    assert {key: moved[key] for key in ("request_id", "user", "case", "status", "method")} == {
        "request_id": REQUEST,
        "user": people["applicant"],
        "case": number,
        "status": 200,
        "method": "POST",
    }
    assert [line["task"] for line in lines if line["event"] == "task" and line.get("request_id") == REQUEST] == [
        "ledger.tasks.relay"
    ]
    failed = [line for line in lines if line["logger"] == "ledger.post"]
    assert failed, "the worker told of no letter"
    said = r"message \d+ refused for good at attempt \d+: SMTPRecipientsRefused"
    assert all(re.fullmatch(said, line["event"]) for line in failed)
