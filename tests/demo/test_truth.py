"""What truth.json claims of the demo is what its articles say."""

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from analysis import events, places
from analysis.demo import faults
from analysis.demo.houses import HOUSES, address
from analysis.demo.pieces import pieces

TRUTH = json.loads((places.shipped("data/demo") / "truth.json").read_text(encoding="utf-8"))
PIECES = {f"{piece.outlet}/{piece.name}": piece for piece in pieces()}
MEMBERS = [row["article"] for row in TRUTH["articles"] if row["member"]]
EVENT = events.load("demo")
SLUGS = {house.name: slug for slug, house in HOUSES.items()}
BY_ARTICLE = pytest.mark.parametrize("row", TRUTH["articles"], ids=lambda row: row["article"])


def statements(members_only=True):
    """Outlet and statement, over all articles of the event."""
    rows = [row for row in TRUTH["articles"] if row["member"] or not members_only]
    return [(row["outlet"], statement) for row in rows for statement in row["statements"]]


def moment(stamp):
    """A time, or None for a bare day."""
    return datetime.fromisoformat(stamp) if "T" in stamp else None


def told(when):
    """A time as the truth file writes it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(when, datetime) else when.isoformat()


def in_quotes(text):
    """Words inside quotation marks and all words; an apostrophe closes nothing."""
    quoted = words = 0
    closing = None
    for piece in re.findall(r"[“”‘’\"]|[\w’']*\w", text):
        if closing is None and piece in '“‘"':
            closing = {"“": "”", "‘": "’", '"': '"'}[piece]
        elif piece == closing:
            closing = None
        elif re.search(r"\w", piece):
            words, quoted = words + 1, quoted + (closing is not None)
    return quoted, words


def test_the_demo_is_as_large_as_it_should_be():
    """35 to 50 articles, each short, and enough of each outlet for an interval."""
    own = Counter(
        row["outlet"]
        for row in TRUTH["articles"]
        if row["member"] and not row["agency"] and row["text_scope"] == "full"
    )

    lengths = {key: len(piece.text.split()) for key, piece in PIECES.items() if not piece.paywalled}

    assert 35 <= len(PIECES) <= 50
    assert not {key: n for key, n in lengths.items() if not 90 <= n <= 320}
    assert all(own[slug] >= 8 for slug in HOUSES if slug != "farshore")
    assert {row["article"] for row in TRUTH["articles"]} == set(PIECES)


def test_the_event_file_and_the_truth_agree():
    """Made up, local, four days, and happened when the truth says."""
    assert EVENT.made_up
    assert EVENT.local
    assert EVENT.happened_at == datetime.fromisoformat(TRUTH["happened_at"])
    assert EVENT.window.end - EVENT.window.start == timedelta(days=4)
    assert set(EVENT.outlets) == set(HOUSES) == set(TRUTH["outlets"])


@BY_ARTICLE
def test_an_article_is_described_as_it_is(row):
    """Address, time, versions and scope."""
    piece = PIECES[row["article"]]

    described = (row["url"], row["outlet"], row["agency"], row["published_at"], row["versions"], row["text_scope"])

    scope = "lead" if piece.paywalled else "full"
    stamp = told(piece.published_at)
    assert described == (address(piece), piece.outlet, piece.agency, stamp, 2 if piece.first else 1, scope)


@BY_ARTICLE
def test_statements_stand_in_their_article(row):
    """Literally, part after part, and of the kind that their quotation marks make them."""
    text = PIECES[row["article"]].text

    for statement in row["statements"]:
        at = 0
        for part in statement["content"]:
            at = text.index(part, at) + len(part)
        quoted, words = map(sum, zip(*map(in_quotes, statement["content"]), strict=True))
        share = quoted / words
        assert statement["kind"] == ("direct" if share >= 0.95 else "mixed" if quoted else "indirect")


@BY_ARTICLE
def test_scare_quotes_belong_to_nobody(row):
    """They stand in the text and in no statement."""
    text = PIECES[row["article"]].text
    contents = [part for statement in row["statements"] for part in statement["content"]]

    assert all(quote in text and not any(quote in part for part in contents) for quote in row["scare_quotes"])


@BY_ARTICLE
def test_a_named_speaker_is_named_in_the_article(row):
    """By the last word of the name at least; whoever is not named has no name to find."""
    text = PIECES[row["article"]].text.casefold()
    named = [s["speaker"] for s in row["statements"] if s["named"] and s["source_type"] != "document"]

    assert [name for name in named if name.split()[-1].casefold() not in text] == []


@BY_ARTICLE
def test_a_relaying_outlet_is_named_in_the_article(row):
    """By the last word of its name: "the Herald", "the Quay Ledger", "Farshore"."""
    text = PIECES[row["article"]].text
    relays = {s["relayed_by"] for s in row["statements"] if s["relayed_by"]}

    assert relays <= set(SLUGS)
    assert all(name.split()[-1] in text for name in relays)
    assert SLUGS[TRUTH["outlets"][row["outlet"]]["name"]] not in {SLUGS[name] for name in relays}


@pytest.mark.parametrize("outlet", ["harbour_herald", "tide_courier", "quay_ledger", "farshore"])
def test_what_is_relayed_was_printed_there(outlet):
    """Each quoted run that another outlet takes stands in the outlet that it is taken from, typography aside."""
    printed = plain(" ".join(f"{p.headline} {p.standfirst} {p.text}" for p in PIECES.values() if p.outlet == outlet))
    name = HOUSES[outlet].name
    taken = [s for _, s in statements() if s["relayed_by"] == name or s["speaker"] == name]

    runs = [run for s in taken for part in s["content"] for run in re.findall(r"[“‘\"]([^”\"]+?)[,.]?[”’\"]$", part)]

    assert len(runs) >= 2
    assert [run for run in runs if plain(run).strip(" ,.") not in printed] == []


def plain(text):
    """Without quotation marks and American spellings, in small letters."""
    return re.sub(r"[“”‘’\"']", "", text).casefold().replace("harbor", "harbour").replace("favor ", "favour ")


def test_speakers_keep_their_type():
    """One person is one type of source in every article of the event."""
    types = defaultdict(set)
    for _, statement in statements():
        types[statement["speaker"]].add(statement["source_type"])

    assert {speaker: kinds for speaker, kinds in types.items() if len(kinds) > 1} == {}


def test_relays_are_counted_right():
    """Who takes statements from whom, and how many."""
    counts = defaultdict(Counter)
    for outlet, statement in statements():
        source = statement["relayed_by"] or (
            statement["speaker"] if statement["source_type"] == "media_outlet" else None
        )
        if source:
            counts[outlet][SLUGS[source]] += 1

    assert {outlet: dict(row) for outlet, row in counts.items()} == TRUTH["relays"]["counts"]


@pytest.mark.parametrize("claim", TRUTH["first_reports"], ids=lambda claim: claim["topic"])
def test_first_reports_and_lags(claim):
    """The earliest article of each outlet that has the topic's words, and its distance from the first in minutes."""
    found = {}
    for key in MEMBERS:
        piece = PIECES[key]
        if any(term in f"{piece.headline}\n{piece.standfirst}\n{piece.text}" for term in claim["terms"]):
            found[piece.outlet] = min(found.get(piece.outlet, "9"), told(piece.published_at))
    times = {outlet: moment(stamp) for outlet, stamp in found.items() if moment(stamp)}
    first = min(times, key=times.__getitem__)

    lags = {outlet: int((at - times[first]).total_seconds() // 60) for outlet, at in times.items()}

    assert {outlet: row["at"] for outlet, row in claim["outlets"].items()} == found
    assert claim["first"] == first
    assert {outlet: row["lag_minutes"] for outlet, row in claim["outlets"].items()} == {o: lags.get(o) for o in found}
    assert claim["minutes_after_event"] == (times[first] - EVENT.happened_at).total_seconds() // 60


@pytest.mark.parametrize("copy", TRUTH["agency_copies"], ids=lambda copy: copy["article"])
def test_agency_copies_are_copies(copy):
    """Each passage stands in both articles; a verbatim copy is the whole of both."""
    taken, source = PIECES[copy["article"]], PIECES[copy["copy_of"]]

    assert all(passage in taken.text and passage in source.text for passage in copy["passages"])
    assert copy["verbatim"] == (taken.text == source.text)
    assert (copy["paragraphs"], copy["of_paragraphs"]) == (len(taken.paragraphs), len(source.paragraphs))
    assert taken.agency == copy["agency"] == HOUSES[source.outlet].name
    assert taken.published_at > source.published_at


def test_every_agency_copy_is_told():
    """No article that carries the agency's name is missing from the list."""
    assert {copy["article"] for copy in TRUTH["agency_copies"]} == {
        key for key, piece in PIECES.items() if piece.agency
    }


@pytest.mark.parametrize("claim", TRUTH["omissions"], ids=lambda claim: claim["what"])
def test_omissions_are_omissions(claim):
    """The words occur in an article of each outlet that carries the fact, and in none of the others."""
    carrying = {PIECES[key].outlet for key in MEMBERS if any(term in PIECES[key].text for term in claim["terms"])}

    assert set(claim["carried_by"]) == carrying
    assert set(claim["left_out_by"]) == set(HOUSES) - carrying


@pytest.mark.parametrize("claim", TRUTH["revisions"], ids=lambda claim: claim["article"])
def test_revisions_changed_what_they_say(claim):
    """Headline, figures and sources, before and after."""
    piece = PIECES[claim["article"]]
    before = f"{piece.first.headline}\n{piece.first.standfirst}\n{piece.first.text}"
    after = f"{piece.headline}\n{piece.standfirst}\n{piece.text}"

    surnames = {kind: [name.split()[-1] for name in claim[f"sources_{kind}"]] for kind in ("added", "dropped")}

    assert (claim["first_headline"], claim["final_headline"]) == (piece.first.headline, piece.headline)
    assert claim["headline"] == (piece.first.headline != piece.headline)
    assert (claim["published_at"], claim["modified_at"]) == (told(piece.published_at), told(piece.modified_at))
    assert all(figure["first"] is None or re.search(rf"\b{figure['first']}\b", before) for figure in claim["figures"])
    assert all(re.search(rf"\b{figure['final']}\b", after) for figure in claim["figures"])
    assert all(name in after and name not in before for name in surnames["added"])
    assert all(name in before and name not in after for name in surnames["dropped"])


def test_every_revision_is_told():
    """No other article has an earlier version."""
    assert {claim["article"] for claim in TRUTH["revisions"]} == {key for key, piece in PIECES.items() if piece.first}


def test_one_quotation_is_cut_by_each_outlet_in_its_own_way():
    """Every part is of the whole and in the article; no two outlets keep the same parts."""
    claim = TRUTH["same_quotation"]

    kept = {outlet: tuple(cut["parts"]) for outlet, cut in claim["cuts"].items()}

    assert claim["whole"] in PIECES[claim["whole_in"]].text
    assert set(kept) == set(HOUSES)
    assert len(set(kept.values())) == len(kept)
    for cut in claim["cuts"].values():
        assert all(part in claim["whole"] and part in PIECES[cut["article"]].text for part in cut["parts"])


@pytest.mark.parametrize("claim", TRUTH["utterances"], ids=lambda claim: claim["begins"])
def test_utterances_stand_in_their_articles(claim):
    """Each outlet's part in its article, the beginning in the longest; who is first printed it before all others' days."""
    tellings = claim["tellings"]
    times = {o: told(PIECES[t["article"]].published_at) for o, t in tellings.items() if not PIECES[t["article"]].agency}

    first = times.pop(claim["first"] or "", "")

    assert len(tellings) > 1
    assert claim["begins"] in PIECES[claim["whole_in"]].text
    assert all(told_["part"] in PIECES[told_["article"]].text for told_ in tellings.values())
    assert all(told_["article"].startswith(f"{outlet}/") for outlet, told_ in tellings.items())
    assert all(first[: len(at)] < at for at in times.values())


def test_off_topic_articles_are_something_else():
    """None of them names the event's words but the one that a person excludes, which was printed before it happened."""
    terms = EVENT.terms.any
    off = {key: PIECES[key] for key in TRUTH["off_topic"]}

    naming = {key for key, piece in off.items() if any(term in f"{piece.headline} {piece.text}" for term in terms)}

    assert 4 <= len(off) <= 6
    assert {address(off[key]) for key in naming} == {
        decision.url for decision in EVENT.decisions if not decision.include
    }
    assert all(off[key].published_at < EVENT.happened_at for key in naming)
    assert all(any(term in f"{PIECES[key].headline} {PIECES[key].text}" for term in terms) for key in MEMBERS)


def wanted(word):
    """A word of a dictionary as a pattern; a last star stands for any ending."""
    ending = r"\w*" if word.endswith("*") else ""
    return rf"\b{re.escape(word.rstrip('*'))}{ending}\b"


@pytest.mark.parametrize(("theme", "leader"), TRUTH["themes"]["leads"].items())
def test_themes_are_emphasised_by_whom_it_says(theme, leader):
    """By the words of the event's own dictionary, per thousand words of full articles that are no agency's."""
    pattern = re.compile("|".join(wanted(word) for word in EVENT.themes[theme]), re.IGNORECASE)
    hits, words = Counter(), Counter()
    for key in MEMBERS:
        piece = PIECES[key]
        if not piece.agency and not piece.paywalled:
            hits[piece.outlet] += len(pattern.findall(piece.text))
            words[piece.outlet] += len(piece.text.split())

    rates = {outlet: 1000 * hits[outlet] / words[outlet] for outlet in words}
    second = max(rate for outlet, rate in rates.items() if outlet != leader)

    assert max(rates, key=rates.__getitem__) == leader
    assert rates[leader] > 1.2 * second


@pytest.mark.parametrize(("kind", "leader"), TRUTH["source_types"]["leads"].items())
def test_source_types_are_preferred_by_whom_it_says(kind, leader):
    """As a share of the outlet's statements."""
    total = Counter(outlet for outlet, _ in statements())
    of_kind = Counter(outlet for outlet, statement in statements() if statement["source_type"] == kind)

    shares = {outlet: of_kind[outlet] / total[outlet] for outlet in total}

    assert max(shares, key=shares.__getitem__) == leader


def test_faults_are_told_where_they_are():
    """Each kind of trouble once, at the address that the site gives it."""
    placed = {(stray.trouble, HOUSES[stray.outlet].home + stray.path) for stray in faults.STRAYS}
    placed |= {(trouble, address(PIECES[f"{outlet}/{name}"])) for (outlet, name), trouble in faults.TROUBLED.items()}

    assert {(fault["trouble"], fault["url"]) for fault in TRUTH["faults"]} == placed
    assert len({trouble for trouble, _ in placed}) == len(placed) == 8
