"""An event file: what is read from it, and how every fault is told."""

import string
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import events
from analysis.errors import BadInput, Missing

GOOD = """\
title = "The bridge opens"
timezone = "Asia/Almaty"
happened_at = 2024-05-02T18:30:00
outlets = ["herald", "courier"]

[window]
start = 2024-05-01
end = 2024-05-03

[terms]
any = ["bridge", "ferr*"]

[[addresses]]
outlet = "herald"
url = "https://herald.example/bridge"

[[decisions]]
url = "https://courier.example/other"
include = false
reason = "another bridge"
by = "Ada"
"""


@pytest.fixture
def told(tmp_path):
    """The faults of a text, one a line, without the folder."""

    def faults(text: str | bytes) -> list[str]:
        path = tmp_path / "bridge.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(BadInput) as caught:
            events.load(path)
        return str(caught.value).replace(f"{path}:", "").split("\n")

    return faults


@pytest.fixture
def bridge(tmp_path):
    """The event of GOOD."""
    path = tmp_path / "bridge.toml"
    path.write_text(GOOD)
    return events.load(path)


def test_days_are_days_of_the_events_zone(bridge):
    """Almaty's midnight was six hours before Greenwich's until March 2024, five since; the last day is inside."""
    assert bridge.window.start == datetime(2024, 4, 30, 19, tzinfo=UTC)
    assert bridge.window.end == datetime(2024, 5, 3, 19, tzinfo=UTC)
    assert bridge.happened_at == datetime(2024, 5, 2, 13, 30, tzinfo=UTC)
    assert bridge.happened_at.tzinfo is UTC


def test_the_slug_is_the_files_name(bridge):
    """One place to change it, and nothing to disagree."""
    assert bridge.slug == "bridge"
    assert bridge.addresses[0].outlet == "herald"
    assert bridge.decisions[0].include is False


def test_a_slug_that_differs_from_the_file_is_a_fault(told):
    """Its tables would lie in a folder of another name than the file."""
    assert told('slug = "canal"\n' + GOOD) == ["1: slug: 'canal'; allowed: the file's name, 'bridge'"]


def test_an_event_survives_json(bridge):
    """Reports keep it in their manifest."""
    assert events.Event.model_validate_json(bridge.model_dump_json()) == bridge


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "says"),
    [
        ("[window]", "windw = 1\n[window]", 6, "windw", "did you mean 'window'?"),
        ('any = ["bri', 'annny = ["bri', 11, "terms.annny", "allowed: any, all, none"),
        ("2024-05-03", "2024-04-03", 6, "window", "ends before it starts"),
        ("2024-05-03", "0001-01-01", 8, "window.end", "the year 1 lies outside"),
        ("2024-05-03", "9999-12-31", 8, "window.end", "neither a day nor a time"),
        ("2024-05-03", '"soon"', 8, "window.end", "neither a day nor a time"),
        ("2024-05-03", "12:30:00", 8, "window.end", "neither a day nor a time"),
        ("end = 2024-05-03", "", 6, "window.end", "is missing"),
        ("Asia/Almaty", "Asia/Almati", 2, "timezone", "no time zone"),
        ("Asia/Almaty", "../etc/passwd", 2, "timezone", "no time zone"),
        ('"ferr*"', '"f*rry"', 11, "terms.any.1", "the star stands for an ending"),
        ('"ferr*"', '" "', 11, "terms.any.1", "is empty"),
        ('"ferr*"', "3", 11, "terms.any.1", "valid string"),
        ('["herald", "courier"]', "[]", 4, "outlets", "at least 1"),
        ('["herald", "courier"]', '["herald", "herald"]', 4, "outlets", "names herald twice"),
        ('outlet = "herald"', 'outlet = "heralt"', 13, "addresses", "did you mean 'herald'?"),
        ("https://herald", "ftp://herald", 15, "addresses.0.url", "is not a web address"),
        ("https://herald", "https://me:secret@herald", 15, "addresses.0.url", "is not a web address"),
        ("include = false", 'include = "no"', 19, "decisions.0.include", "allowed: true or false"),
        ('by = "Ada"', "", 17, "decisions.0.by", "is missing"),
        ("[terms]", '[names]\nthe-sun = "Sun"\n[terms]', 11, "names.the-sun", "is not an outlet's slug"),
        ("[terms]", '[speakers]\nA = ["x"]\nB = ["x"]\n[terms]', 10, "speakers", "gives x to two speakers"),
        ("outlets = [", 'apart = [["Lind"]]\noutlets = [', 4, "apart", "two names or more"),
        (
            "[terms]",
            '[[identities]]\nurl = "https://h.example/a"\nspeaker = "Lind"\nname = ""\nby = "Ada"\n[terms]',
            13,
            "identities.0.name",
            "is empty",
        ),
        ('title = "The bridge opens"', "title = [", 1, "(file)", "allowed: TOML"),
        ("[terms]", "[window]\n[terms]", 10, "(file)", "allowed: TOML"),
    ],
)
def test_a_fault_names_line_key_and_what_is_allowed(told, old, new, line, key, says):
    """A person mends it without looking into a manual."""
    assert old in GOOD

    faults = told(GOOD.replace(old, new, 1))

    fault = next((fault for fault in faults if f": {key}: " in fault), faults)
    assert says in fault
    assert "; allowed: " in fault
    assert key == "(file)" or fault.startswith(f"{line}: ")


def test_all_faults_are_told_at_once(told):
    """Nobody wants to mend a file one run at a time."""
    faults = told('title = ""\ntimezone = 3\noutlets = "herald"\nwindow = {}\n')

    keys = {fault.split(": ")[1] for fault in faults}
    assert {"title", "timezone", "outlets", "window.start", "window.end"} <= keys


def test_text_in_a_long_string_is_no_key(told):
    """The line of a fault must not be fooled by what a summary quotes."""
    text = 'summary = """\nhappened_at = 7\n[window]\n"""\nhappened_at = 7\n' + GOOD.replace("happened_at", "# was")

    assert any(fault.startswith("5: happened_at: ") for fault in told(text))


def test_bytes_that_are_not_utf8_are_told_with_their_line(told):
    """A file saved by an old editor."""
    assert told(b'title = "x"\nsummary = "caf\xe9"\n')[0].startswith("2: (file): byte 0xe9 is not UTF-8")


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path):
    """As some editors save it."""
    path = tmp_path / "bridge.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    assert events.load(path).title == "The bridge opens"


def test_an_unknown_event_is_missing_and_a_near_one_is_offered(tmp_path):
    """A slip of the finger."""
    (tmp_path / "bridge.toml").write_text(GOOD)

    with pytest.raises(Missing, match=r"did you mean 'bridge'\?.*samestory new"):
        events.load("brigde", tmp_path)


def test_a_users_event_goes_before_the_shipped_one(tmp_path, monkeypatch):
    """A copy that a person changed is the one that is meant."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "kazakhstan-2022.toml").write_text(GOOD)
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path))

    assert events.load("kazakhstan-2022").title == "The bridge opens"


def test_the_real_example_loads():
    """2 to 19 January 2022, days of Almaty, the last one inside."""
    path = events.available()["kazakhstan-2022"]

    event = events.load(path)

    assert (event.window.end - event.window.start).days == 18
    assert set(event.outlets) == {"nyt", "guardian", "washington_post", "the_week", "eurasia_review"}
    assert event.window.start < event.happened_at < event.window.end


@given(title=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: t.strip()))
def test_the_template_loads_whatever_the_title(title, tmp_path_factory):
    """Quotation marks, backslashes and control characters are somebody's title."""
    path = tmp_path_factory.mktemp("new") / "bridge-2.toml"

    path.write_text(
        events.template("bridge-2", title, date(2024, 5, 1), date(2024, 5, 2), ["herald"]), encoding="utf-8", newline=""
    )

    assert events.load(path).title == title.strip()


def test_a_new_event_is_written_once_and_loads(tmp_path, monkeypatch):
    """A second `new` of the same name must not undo what a person filled in."""
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path))
    asked = {"title": "", "start": datetime(2024, 5, 1, tzinfo=UTC), "end": date(2024, 5, 2), "outlets": ["herald"]}

    path = events.create("bridge-2", **asked)

    assert events.load("bridge-2").title == "Bridge 2"
    assert path == tmp_path / "events" / "bridge-2.toml"
    with pytest.raises(BadInput, match="is there already"):
        events.create("bridge-2", **asked)


@pytest.mark.parametrize(
    ("name", "change"), [("../up", {}), ("B", {}), ("b", {"end": date(2023, 1, 1)}), ("b", {"end": None})]
)
def test_a_new_event_with_faults_is_not_written(tmp_path, monkeypatch, name, change):
    """Nothing is left behind that would have to be mended first."""
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path / "data"))

    with pytest.raises(BadInput):
        events.create(
            name, **{"title": "", "start": date(2024, 5, 1), "end": date(2024, 5, 2), "outlets": ["a"], **change}
        )

    assert not list(tmp_path.rglob("*.toml"))


SCALARS = st.one_of(
    st.integers().map(str),
    st.floats().map(lambda f: str(f).replace("e+", "e")),
    st.booleans().map(lambda b: str(b).lower()),
    st.dates().map(str),
    st.datetimes(timezones=st.sampled_from([None, UTC])).map(lambda d: d.isoformat()),
    st.times().map(str),
    st.text(alphabet=string.printable, max_size=8).map(lambda t: f"'{t}'"),
    st.sampled_from(['""', '"https://a.example"', '"https://[x/"', '"../.."', '"a*"', '"9999-12-31"']),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.dictionaries(st.sampled_from(["start", "end", "any", "outlet", "url", "x y"]), inner, max_size=3).map(
            lambda d: "{" + ", ".join(f'"{k}" = {v}' for k, v in d.items()) + "}"
        ),
    ),
    max_leaves=5,
)
TABLES = st.dictionaries(st.sampled_from([*events.Event.model_fields, "other"]), VALUES, max_size=6).map(
    lambda d: "\n".join(f"{k} = {v}" for k, v in d.items())
)
JUNK = st.one_of(
    st.binary(max_size=80), st.text(max_size=80).map(lambda t: t.encode(errors="replace")), TABLES.map(str.encode)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    junk=st.one_of(JUNK, JUNK.map(lambda j: GOOD.encode() + b"\n" + j), JUNK.map(lambda j: j + b"\n" + GOOD.encode()))
)
def test_junk_is_an_event_or_bad_input_and_nothing_else(junk, tmp_path):
    """Whatever a person feeds it, no traceback."""
    path = tmp_path / "junk.toml"
    path.write_bytes(junk)

    try:
        told = events.load(path).slug
    except BadInput as why:
        told = str(why)

    assert told == "junk" or (str(path) in told and "; allowed: " in told)


def test_brackets_without_end_are_bad_input(told):
    """Nesting deeper than the parser's stack."""
    assert told("x = " + "[" * 100_000)[0].startswith("1: (file): ")


def test_names_that_are_one_and_apart_are_a_fault(tmp_path):
    """One decision would undo the other."""
    path = tmp_path / "bridge.toml"
    both = GOOD.replace("outlets = [", 'apart = [["Ada Lind", "Lind"]]\noutlets = [', 1)
    path.write_text(both + '\n[speakers]\n"Ada Lind" = ["Lind"]\n', encoding="utf-8")

    with pytest.raises(BadInput, match="parts Ada Lind, Lind, whom speakers make one"):
        events.load(path)


def test_who_speaks_in_one_article_is_kept(tmp_path):
    """Address, name as the statements have it, name in the event, and who says so."""
    path = tmp_path / "bridge.toml"
    said = '\n[[identities]]\nurl = "https://h.example/a"\nspeaker = "Lind"\nname = "Una Lind"\nby = "Ada"\n'
    path.write_text(GOOD + said, encoding="utf-8")

    found = events.load(path).identities

    assert [(each.url, each.speaker, each.name, each.by) for each in found] == [
        ("https://h.example/a", "Lind", "Una Lind", "Ada")
    ]
