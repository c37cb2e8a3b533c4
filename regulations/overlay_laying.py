"""An overlay as it is laid (附加规定的叠加): what it lies over, what has been changed so far, and where in the file.

Each part is compared with what it lies over. What is looser, unknown or cites an article that is not listed is noted
with its line and left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from regulations.articles import Article
from regulations.citation import Cite, Source
from regulations.clocks import Clock
from regulations.move import Move
from regulations.overlay_file import Table
from regulations.pack import Between, Item, Limits, OneOf, Resolved, Rule
from regulations.toml_lines import Place
from regulations.vocabulary import Basis
from regulations.words import Words

HOUSE = Source(Cite("house"), Basis.HOUSE)
WRITTEN = ("article", "basis")
"""The keys by which an entry says where it is written."""
BASES = (Basis.READ, Basis.REPORTED)
BOUNDS = "bounds of "


@dataclass
class Laying:
    """What an overlay lies over and has become so far. `places` says where each thing it changed stands in the file."""

    base: Resolved
    name: str
    document: str
    articles: Mapping[int, Article]
    rules: dict[str, Rule] = field(init=False)
    suppliers: dict[str, str] = field(init=False)
    clocks: dict[str, Clock] = field(init=False)
    moves: dict[str, Move] = field(init=False)
    limits: dict[str, Limits] = field(init=False)
    places: dict[str, Place] = field(default_factory=dict)
    cited: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rules, self.suppliers = dict(self.base.rules), dict(self.base.suppliers)
        self.clocks, self.moves, self.limits = dict(self.base.clocks), dict(self.base.moves), dict(self.base.limits)

    def put(self, table: Table, rule: Rule, *, supplied: bool = True) -> None:
        """The rule in place of the one of its key. One a text fixes is no setting any more and has no bounds."""
        self.rules[rule.key] = rule
        if supplied:
            self.suppliers[rule.key] = self.name
        if not rule.setting:
            self.limits.pop(rule.key, None)
        self.note(table, rule.key)

    def note(self, table: Table, key: str) -> None:
        self.places[key] = table.place

    def said_before(self, table: Table, key: str) -> bool:
        """Whether the file has changed the thing already; a second time is a flaw."""
        if key not in self.places:
            return False
        table.wrong(Words(f"{key} 写了两次", f"{key} is said twice"), Words("请合并", "Say it once"))
        return True

    def source(self, table: Table) -> Source | None:
        """Where it is written: an article of the document, or the house where there is none."""
        if not self.document:
            if "article" in table.content or "basis" in table.content:
                reason = Words("没有文件就没有条款", "an overlay without a document has no articles")
                table.wrong(reason, Words("请写明 document", "Give the document at the head of the file"), "article")
            return HOUSE
        number, basis = table.get("article", int), table.get("basis", str)
        if basis is not None and basis not in BASES:
            table.expected("basis", Words("read 或 reported", "read or reported"))
            return None
        if number is not None and number not in self.articles:
            reason = Words(f"没有列出第{number}条", f"article {number} is not listed in this file")
            table.wrong(reason, Words("请用 [[article]] 列出", "List it as an [[article]]"), "article")
            return None
        if number is None or basis is None:
            return None
        self.cited.add(number)
        return Source(Cite(self.name, number, certain=self.articles[number].certain), Basis(basis))


def looser(table: Table, key: str, base: object, value: object, wanted: Words, at: str) -> None:
    """Note that a value is not as strict as what it lies over, and what would be."""
    before, after = _shown(base), _shown(value)
    table.wrong(
        Words(
            f"{key} 由 {before} 改为 {after}，比所依附的办法宽松",
            f"{key} goes from {before} to {after}, which is looser than what it lies over",
        ),
        Words(f"附加规定只能更严：{wanted.zh}", f"An overlay may only be stricter: {wanted.en}"),
        at,
    )


def _shown(value: object) -> str:
    match value:
        case Between(least, most):
            return f"{least}–{most}"
        case OneOf(values):
            return ", ".join(values)
        case tuple():
            return ", ".join(one.key if isinstance(one, Item) else str(one) for one in value)
    return str(value)
