"""A notice set out as a letter (信函): in the recipient's language, the other below it, in plain text and in HTML.

Both say the same in the same words. What is said comes worded from `wording`; here it only gets its shape.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from ethics_review.wording import mail
from ethics_review.wording.figures import day, is_english
from ethics_review.wording.notices import Worded, worded
from ledger.models import Digest, Message
from regulations.words import Words

BOTH = {User.Language.ZH: ("zh-hans", "en"), User.Language.EN: ("en", "zh-hans")}


@dataclass(frozen=True)
class Told:
    """One notice with the address at which its matter is read, and the lines that are shown of it."""

    notice: Worded
    address: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Block:
    """The letter in one language. `button` is what the address of a single notice is called."""

    language: str
    heading: str
    intro: str
    told: Sequence[Told]
    button: str
    footer: Sequence[str]
    channels: str
    system: str


def letter_of(
    message: Message, *, to: User, address: str, about_case: bool, more: Mapping[str, Any] = MappingProxyType({})
) -> tuple[str, str, str]:
    """Subject, plain text and HTML of a letter about one message; `more` is what it says besides what was kept."""
    button = mail.OPEN_CASE if about_case else mail.OPEN_INBOX
    if message.entry.stream.startswith("meeting:"):
        button = mail.OPEN_MEETING
    blocks = []
    for language in BOTH[User.Language(to.language)]:
        notice = worded(message.notice, {**message.params, **more}, language)
        told = Told(notice, address, notice.lines)
        blocks.append(_block(language, told.notice.name, "", [told], button))
    return (blocks[0].told[0].notice.subject, *_set_out(blocks, single=True))


def digest_of(digest: Digest, *, messages: Sequence[tuple[Message, str]], to: User) -> tuple[str, str, str]:
    """Subject, plain text and HTML of the digest of these messages, each with the address of its matter."""
    blocks = []
    for language in BOTH[User.Language(to.language)]:
        told = [_listed(message, address, language) for message, address in messages]
        heading = f"{mail.DIGEST.in_language(language)} · {day(digest.on_date, language)}"
        intro = mail.GATHERED.in_language(language).format(count=len(told))
        blocks.append(_block(language, heading, intro, told, mail.OPEN_INBOX))
    return (f"{blocks[0].heading} · {len(messages)}", *_set_out(blocks, single=False))


def _listed(message: Message, address: str, language: str) -> Told:
    """As one of several: the matter stands in its title and is not told again."""
    notice = worded(message.notice, message.params, language)
    number = str(message.params.get("number") or "")
    return Told(notice, address, [line for line in notice.lines if not number or number not in line[1]])


def _block(language: str, heading: str, intro: str, told: Sequence[Told], button: Words) -> Block:
    return Block(
        language=language,
        heading=heading,
        intro=intro,
        told=told,
        button=button.in_language(language),
        footer=(mail.AUTOMATIC.in_language(language),),
        channels=mail.CHANNELS.in_language(language),
        system=mail.SYSTEM.in_language(language),
    )


def _set_out(blocks: Sequence[Block], *, single: bool) -> tuple[str, str]:
    links = {"inbox": settings.PUBLIC_URL + reverse("inbox"), "channels": settings.PUBLIC_URL + reverse("channels")}
    html = render_to_string("mail/letter.html", {"blocks": blocks, "single": single, **links})
    text = f"\n\n{mail.RULE}\n\n".join("\n".join(_plain(block, links, single=single)) for block in blocks)
    return text + "\n", html


def _plain(block: Block, links: dict[str, str], *, single: bool) -> Iterable[str]:
    colon = ": " if is_english(block.language) else "："
    if not single:
        yield from (block.heading, "", block.intro, "")
    for number, told in enumerate(block.told, 1):
        yield told.notice.text if single else f"{number}. {told.notice.subject}\n{told.notice.text}"
        if told.lines and single:
            yield ""
        yield from (f"{name}{colon}{value}" for name, value in told.lines)
        if single:
            yield ""
        yield f"{block.button}{colon}{told.address}" if single else told.address
        yield ""
    yield from block.footer
    yield f"{block.channels}{colon}{links['channels']}"
