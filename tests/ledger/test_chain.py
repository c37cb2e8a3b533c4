import hashlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ledger import chain

AT = "2026-06-10T04:00:00.000000Z"


def a_stream(name, length):
    """A valid run of so many rows."""
    rows, prev = [], chain.GENESIS
    for seq in range(length):
        values = (name, seq, "case.note", f'{{"n":{seq}}}', 7, "secretary", AT, prev)
        prev = chain.link(**dict(zip(chain.Row._fields, values, strict=False)))
        rows.append(chain.Row(*values, prev))
    return rows


def test_canonical_text_sorts_keys_and_keeps_characters():
    assert (
        chain.canonical({"乙": [1, {"b": None, "a": True}], "a": "伦理"}) == '{"a":"伦理","乙":[1,{"a":true,"b":null}]}'
    )


def test_canonical_text_is_the_same_for_every_order_of_keys():
    assert chain.canonical({"a": 1, "b": 2}) == chain.canonical({"b": 2, "a": 1})


def test_canonical_text_writes_moments_in_utc_and_dates_plainly():
    shanghai = timezone(timedelta(hours=8))

    text = chain.canonical({"at": datetime(2026, 6, 10, 12, tzinfo=shanghai), "on": date(2026, 6, 10)})

    assert text == '{"at":"2026-06-10T04:00:00.000000Z","on":"2026-06-10"}'


@pytest.mark.parametrize("body", [{"x": float("nan")}, {"x": "\ud800"}, {"x": {1, 2}}, {"x": datetime(2026, 6, 10)}])  # noqa: DTZ001 -- refused
def test_canonical_text_refuses_what_no_reader_would_read_back(body):
    with pytest.raises((TypeError, ValueError)):
        chain.canonical(body)


def test_moment_text_sorts_by_time_whatever_the_zone_and_fraction():
    first = datetime(2026, 6, 10, 12, tzinfo=timezone(timedelta(hours=8)))
    later = datetime(2026, 6, 10, 4, 0, 0, 1, tzinfo=UTC)

    assert chain.moment_text(first) == "2026-06-10T04:00:00.000000Z"
    assert chain.moment_text(first) < chain.moment_text(later)


def test_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        chain.moment_text(datetime(2026, 6, 10))  # noqa: DTZ001 -- refused


def test_link_hashes_the_array_of_the_stored_values():
    expected = hashlib.sha256(
        ('["case:1",0,"case.submit","{\\"题\\":1}",null,"system","' + AT + '","' + "0" * 64 + '"]').encode()
    ).hexdigest()

    found = chain.link(
        stream="case:1",
        seq=0,
        action="case.submit",
        body='{"题":1}',
        actor_id=None,
        role="system",
        at=AT,
        prev="0" * 64,
    )

    assert found == expected


def test_link_does_not_care_how_a_body_would_be_written_again():
    values = {"stream": "s", "seq": 0, "action": "a", "actor_id": 1, "role": "r", "at": AT, "prev": chain.GENESIS}

    assert chain.link(body='{"a":1}', **values) != chain.link(body='{"a": 1}', **values)


def test_verify_accepts_untouched_streams_and_none_at_all():
    assert chain.verify(a_stream("case:1", 3) + a_stream("case:2", 1)) is None
    assert chain.verify([]) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("action", "case.approve"), ("body", '{"n":2}'), ("actor_id", 8), ("role", "chair"), ("at", AT[:-2] + "1Z")],
)
def test_verify_finds_a_changed_value(field, value):
    rows = a_stream("case:1", 3)
    rows[1] = rows[1]._replace(**{field: value})

    bad = chain.verify(rows)

    assert (bad.stream, bad.seq, bad.fault, bad.found) == ("case:1", 1, chain.Fault.HASH, rows[1].hash)


def test_verify_finds_a_gap():
    rows = a_stream("case:1", 3)

    bad = chain.verify([rows[0], rows[2]])

    assert bad == chain.Bad("case:1", 1, chain.Fault.SEQUENCE, expected="1", found="2")


def test_verify_finds_a_missing_first_entry():
    bad = chain.verify(a_stream("case:1", 2) + a_stream("case:2", 2)[1:])

    assert bad == chain.Bad("case:2", 0, chain.Fault.SEQUENCE, expected="0", found="1")


def test_verify_finds_a_doubled_entry():
    rows = a_stream("case:1", 2)

    assert chain.verify([*rows, rows[1]]).fault is chain.Fault.SEQUENCE


def test_verify_finds_an_entry_hashed_anew_by_the_next_one():
    rows = a_stream("case:1", 3)
    values = rows[1]._replace(body='{"n":99}')._asdict()
    del values["hash"]
    rows[1] = chain.Row(**values, hash=chain.link(**values))

    bad = chain.verify(rows)

    assert bad == chain.Bad("case:1", 2, chain.Fault.PREV, expected=rows[1].hash, found=rows[2].prev)


def test_verify_finds_an_entry_moved_to_another_stream():
    rows = [row._replace(stream="case:2") for row in a_stream("case:1", 1)]

    assert chain.verify(rows).fault is chain.Fault.HASH


def test_verify_names_a_value_that_cannot_even_be_hashed():
    rows = a_stream("case:1", 1)

    bad = chain.verify([rows[0]._replace(body=b"\xff")])

    assert (bad.fault, bad.expected) == (chain.Fault.HASH, "")
