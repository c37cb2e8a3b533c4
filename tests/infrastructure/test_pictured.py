"""The pictures of docs/pages.md and the README: each is taken by the script, kept, shown with words, and small."""

import re
from pathlib import Path

import pytest

from ethics_review.demo import script
from scripts import pictured

DOCS = Path(__file__).resolve().parents[2] / "docs"
IMAGES = DOCS / "images"
SHOWN = re.compile(r'!\[([^\]]*)\]\(([^)]+\.png)\)|<img src="([^"]+)"[^>]* alt="([^"]*)"')
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def shown_in(page):
    """Each picture of a page with the words that stand for it."""
    found = SHOWN.findall(page.read_text("utf-8"))
    return {(page.parent / (one or other)).resolve(): words or alt for words, one, other, alt in found}


def taken():
    return {IMAGES / f"{picture.name}.png" for picture in pictured.PICTURES}


def test_pictures_have_names_of_their_own():
    assert len(taken()) == len(pictured.PICTURES)


def test_every_picture_that_is_kept_is_taken_by_the_script():
    assert set(IMAGES.iterdir()) == taken()


def test_the_page_of_pictures_shows_every_one_with_words():
    shown = shown_in(DOCS / "pages.md")

    assert shown.keys() == taken()
    assert [path.name for path, words in shown.items() if not words] == []


def test_words_for_a_picture_are_in_its_language():
    shown = shown_in(DOCS / "pages.md")

    chinese = {picture.name for picture in pictured.PICTURES if picture.language == pictured.CHINESE}

    assert {path.stem for path, words in shown.items() if CHINESE.search(words)} == chinese


def test_the_readme_shows_a_few_of_them():
    shown = shown_in(DOCS.parent / "README.md")

    assert shown
    assert shown.keys() < taken()
    assert len(shown) < len(taken()) / 2


def test_a_picture_is_small_and_all_together_are():
    sizes = {path.name: path.stat().st_size for path in IMAGES.iterdir()}

    assert {name for name, size in sizes.items() if size > pictured.LARGEST} == set()
    assert sum(sizes.values()) < pictured.ALL


@pytest.mark.parametrize("picture", pictured.PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_that_of_a_person_of_the_demo(picture):
    assert picture.person in {one.username for one in script.people()}


def test_a_draft_that_is_pictured_lies_in_the_demo():
    dossiers = {picture.draft for picture in pictured.PICTURES} - {""}

    assert [name for name in dossiers if not (DOCS.parent / name).is_file()] == []
    assert all(("{draft}" in picture.path) == bool(picture.draft) for picture in pictured.PICTURES)
