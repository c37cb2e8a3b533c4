"""Every word of the pages is there in Chinese, and a gap is found."""

from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from ethics_review.management.commands import check_translations
from ethics_review.management.commands.check_translations import of_program, of_template, untranslated

ROOT = Path(__file__).parents[3]


@pytest.fixture
def copy(tmp_path):
    """A small product of one template and one module, translated in full, to be damaged."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "ethics_review").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{% load i18n %}<p>{% translate "Cases" %}</p>', "utf-8")
    (tmp_path / "ethics_review" / "views.py").write_text('gettext("%(name)s was added.")', "utf-8")
    catalogue = tmp_path / "locale" / check_translations.CATALOGUE
    catalogue.parent.mkdir(parents=True)
    write(catalogue, Cases="审查事项", **{"%(name)s was added.": "已添加“%(name)s”。"})
    return tmp_path


def write(catalogue, **phrases):
    po = polib.POFile()
    po.extend(polib.POEntry(msgid=phrase, msgstr=text) for phrase, text in phrases.items())
    po.save(str(catalogue))
    po.save_as_mofile(str(catalogue.with_suffix(".mo")))


def problems(root):
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_translations", root=root, locale=root / "locale", stderr=said)
    return said.getvalue().splitlines()


def test_the_product_is_translated_in_full():
    said = StringIO()

    call_command("check_translations", stdout=said)

    assert "all in Chinese" in said.getvalue()


def test_the_copy_is_sound_before_it_is_damaged(copy):
    call_command("check_translations", root=copy, locale=copy / "locale", stdout=StringIO())


def test_a_phrase_without_chinese_is_found(copy):
    catalogue = copy / "locale" / check_translations.CATALOGUE
    write(catalogue, Cases="", **{"%(name)s was added.": "已添加“%(name)s”。"})

    assert problems(copy) == ["no Chinese for 'Cases'"]


def test_a_phrase_the_catalogue_does_not_know_is_found(copy):
    (copy / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Cases" %}{% translate "Rules" %}', "utf-8"
    )

    assert problems(copy) == ["templates/page.html: not in the catalogue: 'Rules'"]


def test_a_phrase_nobody_says_any_more_is_found(copy):
    (copy / "templates" / "page.html").write_text("", "utf-8")

    assert problems(copy) == ["django.po: no longer used: 'Cases'"]


def test_figures_lost_in_translation_are_found(copy):
    catalogue = copy / "locale" / check_translations.CATALOGUE
    write(catalogue, Cases="审查事项", **{"%(name)s was added.": "已添加。"})

    assert problems(copy) == ["other figures in Chinese than in English: '%(name)s was added.'"]


def test_a_compiled_catalogue_that_is_stale_is_found(copy):
    catalogue = copy / "locale" / check_translations.CATALOGUE
    old = catalogue.with_suffix(".mo").read_bytes()
    write(catalogue, Cases="事项", **{"%(name)s was added.": "已添加“%(name)s”。"})
    catalogue.with_suffix(".mo").write_bytes(old)

    assert problems(copy) == ["django.mo is stale: compile the catalogue again"]


def test_a_translation_that_is_only_a_guess_is_found(copy):
    catalogue = copy / "locale" / check_translations.CATALOGUE
    po = polib.pofile(str(catalogue))
    po[0].flags.append("fuzzy")
    po.save()

    assert "no Chinese for 'Cases'" in problems(copy)


def test_visible_words_nobody_can_translate_are_found(copy):
    page = copy / "templates" / "page.html"
    page.write_text('{% load i18n %}<p title="A tip">{% translate "Cases" %} and more</p>', "utf-8")

    assert problems(copy) == [
        "templates/page.html: not marked for translation: 'A tip'",
        "templates/page.html: not marked for translation: 'and more'",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ case.title }} · {{ case.number }}</p>",
        "{% comment %}parameters: one, two{% endcomment %}",
        "{% blocktranslate with n=1 %}round {{ n }}{% endblocktranslate %}",
        '<input class="form-control" type="text">',
        "<th>SHA-256</th>",
    ],
)
def test_what_needs_no_translation_is_not_reported(source):
    assert list(untranslated(source)) == []


def test_phrases_are_found_in_templates_and_programs():
    days = "{% blocktranslate count n=2 %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    template = "{% load i18n %}{% translate 'one' %}" + days
    program = 'gettext("a"); _("b"); ngettext("%(n)d c", "%(n)d cs", 2); other("d"); gettext(name)'

    assert list(of_template(template)) == ["one", "%(n)s day"]
    assert list(of_program(program)) == ["a", "b", "%(n)d c"]


def test_the_catalogue_names_nothing_of_the_machine_it_was_made_on():
    text = (ROOT / "locale" / check_translations.CATALOGUE).read_text("utf-8")

    assert "POT-Creation-Date" not in text
