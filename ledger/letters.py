"""A message as a letter (信函): what the upper storey words for one recipient and the relay puts in the post."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; `media_type` such as "text/calendar; method=REQUEST; charset=utf-8"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One letter. `html` says the same as `text`, for mail readers that show it; empty where there is none.

    `thread` names the matter, the same in every letter about it: a mail reader shows those together. Empty where
    the letter belongs with no other.
    """

    subject: str
    text: str
    html: str = ""
    thread: str = ""
    attachments: tuple[Attachment, ...] = ()
