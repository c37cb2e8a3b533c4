"""Examine one dossier and file it: every problem at once, with path, sentence and article; or the case's number."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from committees.models import Committee
from ethics_review import dossier, wording
from ethics_review.engine.facts import adopted
from ethics_review.operations import Draft, Malformed, file_case
from ethics_review.queries.competent import bodies_for
from regulations import materials
from regulations.pack import Resolved
from regulations.refusal import Refused

LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = "Check one YAML dossier for completeness and file it. Exit code 1 and nothing written where it cannot be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the dossier, a YAML file")
        parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who files it")
        parser.add_argument("--committee", type=int, metavar="ID", help="needed where more than one body may review it")
        parser.add_argument("--language", choices=LANGUAGES, help="of the problems; default: the user's own")

    def handle(self, *_: Any, path: Path, username: str, committee: int | None, language: str, **__: Any) -> None:
        now = timezone.now()
        user = _user(username)
        language = language or user.language
        body = _body(user, committee, now)
        pack = adopted(body)
        try:
            filing = _filing(path, pack, language)
            title = materials.claims(filing).title
            draft = Draft(committee=body, filing=filing, title_zh=title.zh, title_en=title.en)
            case = file_case(draft=draft, user=user, now=now)
        except (dossier.Unreadable, Malformed) as error:
            self.refuse(_lines_of(error.problems, pack, language))
        except Refused as error:
            self.refuse(wording.sentence(refusal, language) for refusal in error.refusals)
        except _Incomplete as error:
            self.refuse(error.lines)
        else:
            self.stdout.write(case.number)

    def refuse(self, lines: Iterable[str]) -> NoReturn:
        """Every line at once, and that nothing came of it."""
        found = list(lines)
        self.stderr.write("\n".join(found))
        raise CommandError(f"共{len(found)}处，未写入任何内容。 {len(found)} found; nothing was written.")


class _Incomplete(Exception):
    """Raised with a line for everything that is wrong with a filing or missing from it."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines[0])
        self.lines = lines


def _user(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).select_related("institution").first()
    if user is None:
        raise CommandError(f"没有用户 {username}。 There is no user {username}.")
    return user


def _body(user: User, asked: int | None, now: datetime) -> Committee:
    """The body asked for, or the only one that may review what the user files."""
    bodies = {body.pk: body for body in bodies_for(user=user, now=now)}
    if asked is not None and asked in bodies:
        return bodies[asked]
    if asked is None and len(bodies) == 1:
        return next(iter(bodies.values()))
    choice = "".join(f"\n  {pk}  {body.name}  {body.name_en}" for pk, body in bodies.items())
    if not bodies:
        raise CommandError(
            f"{user} 的单位没有委员会，也没有在有效期内书面委托的服务中心。 "
            f"The unit of {user.username} has no committee and no mandate in force to a service centre."
        )
    raise CommandError(f"请用 --committee 指定审查主体： Name the body with --committee:{choice}")


def _filing(path: Path, pack: Resolved, language: str) -> Mapping[str, Any]:
    """What is filed, whole and well formed. What is wrong and what is missing is told together."""
    filing = dossier.read(path).filing
    problems = materials.malformed(filing)
    wrong = {problem.path for problem in problems}
    missing = [item for item in materials.missing(filing, materials.further(pack)) if item.path not in wrong]
    lacking = [_line(item.path, wording.missing_sentence(item, language, pack=pack)) for item in missing]
    lines = [*_lines_of(problems, pack, language), *lacking]
    if lines:
        raise _Incomplete(lines)
    return filing


def _lines_of(problems: tuple[materials.Problem, ...], pack: Resolved, language: str) -> Iterator[str]:
    for problem in problems:
        yield _line(problem.path, wording.problem_sentence(problem, language, pack=pack))


def _line(path: str, sentence: str) -> str:
    return f"{path}: {sentence}" if path else sentence
