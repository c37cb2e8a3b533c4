"""What JSON must be before its shape is looked at."""

import json

from hypothesis import given
from hypothesis import strategies as st

from regulations.substance import LARGEST, Flaw, shown, sound

KEPT = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5), inside, max_size=4
        )
    ),
    max_leaves=15,
)


@given(KEPT)
def test_sound_value_is_kept_as_it_is(value):
    assert sound(value, deepest=20, widest=4) == (value, ())


SINGLE = st.floats() | st.text(st.characters()) | st.integers() | st.binary()


@given(st.recursive(SINGLE, lambda inside: st.lists(inside) | st.dictionaries(SINGLE, inside)))
def test_copy_of_anything_can_be_written_as_json_and_encoded(value):
    copy, _ = sound(value, deepest=5, widest=10)

    assert json.dumps(copy, allow_nan=False, ensure_ascii=False).encode()


def test_unsound_places_are_empty_in_the_copy_and_told():
    value = {"a": float("inf"), "b": [1, "x\x00", (2, {3})], "c": LARGEST + 1}

    copy, flaws = sound(value, deepest=5, widest=10)

    assert copy == {"a": None, "b": [1, None, [2, None]], "c": None}
    assert [(flaw.path, flaw.code) for flaw in flaws] == [
        (("a",), "input.not_a_number"),
        (("b", "1"), "input.character"),
        (("b", "2", "1"), "input.malformed"),
        (("c",), "input.not_a_number"),
    ]


def test_depth_and_width_have_bounds():
    assert sound([[[]]], deepest=3, widest=1) == ([[[]]], ())
    assert sound([[[]]], deepest=2, widest=1) == ([[None]], (Flaw(("0", "0"), "input.too_deep", {"limit": 2}),))
    assert sound([1, 2], deepest=2, widest=2) == ([1, 2], ())
    assert sound([1, 2, 3], deepest=2, widest=2) == (None, (Flaw((), "input.too_long", {"limit": 2}),))
    assert sound({1: 1, 2: 2, 3: 3}, deepest=2, widest=2) == (None, (Flaw((), "input.too_long", {"limit": 2}),))


def test_largest_numbers_are_kept():
    assert sound([LARGEST, -LARGEST], deepest=1, widest=2) == ([LARGEST, -LARGEST], ())


def test_name_is_cut_at_its_hundredth_character():
    assert shown("x" * 100) == "x" * 100
    assert shown("x" * 101) == "x" * 100 + "…"
