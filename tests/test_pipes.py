"""Each room as a filter: good lines are answered, bad ones named, and the rest goes on."""

import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import pipes
from analysis.errors import BadInput

TALK = "The bridge was closed at noon. “It held for ninety years,” said Ada Lind, the harbour master."
PAGE = """<html><head><title>Bridge closed</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bridge closed", "datePublished": "2025-03-04T09:30:00+02:00"}}</script>
</head><body><article><h1>Bridge closed</h1>{}</article></body></html>""".format(
    "".join(
        f"<p>Paragraph {n} tells how the harbour town woke to a closed bridge and a long queue of lorries at the gate.</p>"
        for n in range(12)
    )
)


def through(room, *records):
    """Answers, complaints and the number of bad lines."""
    out, err = io.StringIO(), io.StringIO()
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    bad = pipes.run(room, lines, out, err)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), bad


def test_quote_gives_character_offsets_into_the_given_text():
    """What a program does with a span is cut the text with it."""
    (answer,), _, bad = through("quote", {"id": "a", "text": TALK})

    (found,) = answer["attributions"]
    said = "".join(TALK[start:end] for start, end in found["content"])

    assert bad == 0
    assert answer["id"] == "a"
    assert "It held for ninety years" in said
    assert set(found) >= {"content", "cue", "source", "kind", "speaker", "source_type", "named", "relayed_by", "score"}


@pytest.mark.parametrize("authors", ["Ida Reed", ["Ida Reed"]])
def test_quote_takes_whoever_wrote_the_text_for_its_first_person(authors):
    """One name, or a list as `pipe extract` gives it."""
    text = "The bridge is shut.\n\nI said on Monday that the bridge would be shut until May."

    (answer,), _, _ = through("quote", {"id": "a", "text": text, "authors": authors})

    assert [one["speaker"] for one in answer["attributions"]] == ["Ida Reed"]


def test_a_bad_line_is_named_and_the_rest_goes_on():
    """One broken line in a million must not cost the other answers."""
    answers, complaints, bad = through(
        "quote", "{", {"id": "a", "text": TALK}, {"id": "b"}, {"text": "x"}, "[1]", {"id": "c", "text": 5}
    )

    assert [answer["id"] for answer in answers] == ["a"]
    assert bad == 5
    assert "line 1:" in complaints
    assert "line 3: field 'text' is missing" in complaints
    assert "line 6: field 'text' is no text" in complaints


def test_complaints_come_in_the_order_of_lines_whoever_has_them():
    """Texts are read ahead, several at once; who reads the complaints should not notice."""
    lines = [{"id": "a", "text": TALK}, {"id": "b"}, "{", {"id": "c", "text": TALK}, {"id": "d", "text": 5}, "[1]"]

    answers, complaints, bad = through("quote", *lines)

    assert [answer["id"] for answer in answers] == ["a", "c"]
    assert [line.split(":")[0] for line in complaints.splitlines()] == ["line 2", "line 3", "line 5", "line 6"]
    assert bad == 4


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_signs_that_nobody_sees_change_no_speaker_and_no_offset(hidden):
    """A soft hyphen in a name is no other name; the spans still cut the text that was given."""
    text = TALK.replace("Lind", f"Li{hidden}nd").replace("ninety", f"nine{hidden}ty")
    (plain,), _, _ = through("quote", {"id": "a", "text": TALK})
    (answer,), _, bad = through("quote", {"id": "a", "text": text})

    (found,), (expected,) = answer["attributions"], plain["attributions"]

    assert bad == 0
    assert found["speaker"] == expected["speaker"] == "Ada Lind"
    for part in ("content", "cue", "source"):
        cut = [text[start:end] for start, end in found[part]]
        assert [each.replace(hidden, "") for each in cut] == [TALK[start:end] for start, end in expected[part]]
    assert f"Li{hidden}nd" in "".join(text[start:end] for start, end in found["source"])


def test_a_text_of_signs_that_nobody_sees_has_no_statements():
    """Nothing to find is no fault."""
    (answer,), _, bad = through("quote", {"id": "a", "text": "\u200b\ufeff"})

    assert (answer["attributions"], bad) == ([], 0)


def test_a_fault_in_a_lexicon_ends_the_pipe_once_and_is_no_lines_fault(tmp_path):
    """Every line would bear the blame; lexicons are read once a process, so this is another one."""
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "figures.toml").write_text('[figures]\n"Ada Lind" = "offical mayor"', encoding="utf-8")
    lines = "".join(json.dumps({"id": n, "text": TALK}) + "\n" for n in range(3))

    done = subprocess.run(
        (sys.executable, "-m", "analysis.cli", "pipe", "quote"),
        input=lines,
        env=os.environ | {"SAMESTORY_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == ""
    (told,) = done.stderr.splitlines()
    assert "figures.toml: figures.Ada Lind: is 'offical mayor'; allowed: a kind of source" in told


def test_extract_gives_the_fields_of_an_article_and_its_time_in_utc():
    """Half past nine at two hours east of Greenwich is half past seven."""
    (answer,), _, bad = through("extract", {"id": 7, "url": "https://herald.example/bridge", "html": PAGE})

    assert bad == 0
    assert answer["id"] == 7
    assert answer["headline"] == "Bridge closed"
    assert answer["published_at"] == "2025-03-04T07:30:00Z"
    assert answer["text"].count("\n\n") == 11


def test_a_clock_without_a_zone_is_the_outlets_or_a_day():
    """Half past nine in New York for an outlet that is known there; nobody knows where for another."""
    page = PAGE.replace("09:30:00+02:00", "09:30:00")

    answers, _, _ = through(
        "extract",
        {"id": 1, "url": "https://www.nytimes.com/2025/03/04/bridge.html", "html": page},
        {"id": 2, "url": "https://herald.example/bridge", "html": page},
    )

    assert [(a["published_at"], a["published_precision"]) for a in answers] == [
        ("2025-03-04T14:30:00Z", "minute"),
        ("2025-03-04T00:00:00Z", "day"),
    ]


def test_extract_reads_a_file_by_name(tmp_path):
    """Pages lie on disk more often than in JSON."""
    saved = tmp_path / "page.html"
    saved.write_text(PAGE, encoding="utf-8")

    (answer,), complaints, bad = through(
        "extract",
        {"id": "a", "url": "https://herald.example/b", "file": str(saved)},
        {"id": "b", "url": "https://herald.example/b", "file": "no-such.html"},
    )

    assert answer["headline"] == "Bridge closed"
    assert bad == 1
    assert "line 2: file 'no-such.html' cannot be read" in complaints


def test_a_page_that_is_no_article_is_answered_with_its_reason():
    """It is a verdict, not a fault of the line."""
    (answer,), _, bad = through(
        "extract", {"id": "a", "url": "https://herald.example/x", "html": "<html><body></body></html>"}
    )

    assert bad == 0
    assert answer["outcome"] in {"not_an_article", "unreadable"}
    assert answer["reason"]


def test_an_extracted_article_goes_by_its_one_address():
    """As everywhere else: without a campaign, on the outlet's own host."""
    line = {"id": 7, "url": "http://herald.example/bridge?utm_source=x&page=2#top", "html": PAGE}

    (answer,), _, _ = through("extract", line)

    assert answer["url"] == "https://herald.example/bridge?page=2"


def test_match_puts_two_reports_of_one_story_together():
    """Two outlets on the bridge and one on football: two stories."""
    bridge = "The harbour bridge of Lindhaven was closed after engineers found a crack in its northern cable. "
    lines = [
        {
            "id": "a",
            "outlet": "herald",
            "published": "2025-03-04",
            "title": "Lindhaven bridge closed over crack",
            "text": bridge * 3,
        },
        {
            "id": "b",
            "outlet": "ledger",
            "published": "2025-03-04",
            "title": "Crack closes Lindhaven bridge",
            "text": bridge * 2,
        },
        {
            "id": "c",
            "outlet": "ledger",
            "published": "2025-03-04",
            "title": "Rovers win the cup",
            "text": "The Rovers beat United on penalties in the final at the Meadow ground. " * 3,
        },
    ]

    answers, _, bad = through("match", *lines)

    events = {answer["id"]: answer["event"] for answer in answers}
    assert bad == 0
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert events["a"] == events["b"] != events["c"]
    assert all("storyline" in answer for answer in answers)


def test_reuse_gives_the_shared_passage_in_both_texts():
    """Fourteen words in a row are no chance."""
    passage = "the mayor told the council that the northern cable would be replaced before winter"
    pair = {
        "id": 1,
        "source": f"On Monday {passage}. More will follow.",
        "suspicious": f"Sources say {passage}, it was heard.",
    }

    (answer,), _, _ = through("reuse", pair)

    (span,) = answer["spans"]
    assert passage in pair["source"][slice(*span["src"])]
    assert passage in pair["suspicious"][slice(*span["susp"])]


def test_an_unknown_room_is_refused_with_the_known_ones():
    """The message is the manual."""
    with pytest.raises(BadInput, match="extract, quote, match, reuse"):
        through("paint")


@pytest.mark.parametrize("room", ["extract", "quote", "match", "reuse"])
def test_a_line_that_cannot_be_written_again_is_named_and_the_rest_goes_on(room):
    """Half a character, a byte of another charset, a number that is none, a file name with a nought in it."""
    good = {
        "id": 9,
        "url": "https://herald.example/b",
        "html": PAGE,
        "text": TALK,
        "outlet": "herald",
        "source": TALK,
        "suspicious": TALK,
    }
    bad = [
        '{"id": 1, "text": "\\ud800"}',
        '{"id": "\udce9"}',
        '{"id": NaN}',
        '{"id": 1, "url": "https://a.example/x", "file": "a\\u0000b"}',
    ]

    answers, complaints, count = through(room, *bad, good)

    assert [answer["id"] for answer in answers] == [9]
    assert count == 4
    assert [line.split(":")[0] for line in complaints.splitlines()] == ["line 1", "line 2", "line 3", "line 4"]


@given(st.lists(st.text(), max_size=4))
def test_no_line_at_all_stops_a_pipe(lines):
    """Whatever comes in, each line is answered or named."""
    answers, complaints, bad = through("quote", *(line.replace("\n", " ") for line in lines))

    assert bad == len(complaints.splitlines())
    assert len(answers) + bad <= len(lines)
