"""Recorded answers of keyed interfaces, feeds and sitemaps → candidates: how many come right, how fast, how many requests.

    python benchmarks/collect.py            (recorded answers at SAMESTORY_SHARED or ../shared)

A candidate is right where its address and outlet are those of the recorded item, its time is the item's own day (or finer),
and its article has a headline and a scope that this kind of source can give.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import event_week
import yaml

from analysis.collect import ccnews, gdelt, wayback
from analysis.collect.addresses import canonical
from analysis.collect.asking import Asking
from analysis.collect.client import Response
from analysis.collect.listing import listing
from analysis.collect.sources import Feed, GuardianApi, MediaCloud, NytArchive, NytSearch, NytWire, Sitemap, Source
from analysis.errors import Absent, Failed, Skip
from analysis.events import Terms
from analysis.extract.article import Capture, article, from_sighting
from analysis.outlets import outlets, slug_of
from analysis.tables import Article

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EVER = (datetime(1985, 1, 1, tzinfo=UTC), NOW)
KEYS = {"GUARDIAN_API_KEY": "test", "NYT_API_KEY": "test", "MEDIACLOUD_API_KEY": "test"}
WORDLESS = {"gallery", "picture", "video", "audio", "crossword", "multimedia"}
Item = Mapping[str, Any]
_TURNS = 20


@dataclass(frozen=True)
class Case:
    """One recorded answer: how it is served, and what should come of it."""

    name: str
    source: Source
    outlet: str
    body: bytes
    expected: Mapping[str, str]
    """Canonical address → time as recorded ("" where it has none)."""
    scopes: frozenset[str]


def cases(recorded: Path) -> list[Case]:
    """Every recorded answer of the kinds that this benchmark knows."""
    return [*_guardian(recorded / "guardian/capi"), *_nyt(recorded / "nytimes"), *_media(recorded), *_lists(recorded)]


def literal(text: str) -> Any:
    """The object of a JavaScript file that holds one, with quoted keys or without."""
    bare = (
        text[text.index("{") : text.rindex("}") + 1]
        if "=" in text.split("{", maxsplit=1)[0]
        else f"{{{text.strip().rstrip(',;')}}}"
    )
    if bare.startswith("{{"):
        bare = bare[1:-1]
    return json.loads(re.sub(r",(\s*[}\]])", r"\1", re.sub(r"^(\s*)(\w+):", r'\1"\2":', bare, flags=re.MULTILINE)))


def _guardian(folder: Path) -> list[Case]:
    found = []
    for path in sorted(folder.glob("*")):
        text = path.read_text(encoding="utf-8")
        response = (json.loads(text) if path.suffix == ".json" else literal(text))["response"]
        items = response.get("results") or ([response["content"]] if "content" in response else [])
        items = [item for item in items if "webUrl" in item and "webPublicationDate" in item]
        if items:
            told = {canonical(i["webUrl"]): i["webPublicationDate"] for i in items if i["type"] not in WORDLESS}
            body = {"response": {"status": "ok", "total": len(items), "pageSize": len(items), "results": items}}
            scopes = frozenset({"full", "abstract", "headline"})
            found.append(Case(f"guardian {path.stem}", GuardianApi(), "guardian", _bytes(body), told, scopes))
    return found


def _nyt(folder: Path) -> list[Case]:
    lead = frozenset({"lead", "abstract", "headline"})
    found = []
    for path in sorted((folder / "article_search").glob("*")):
        answer = _answer(path)
        docs = answer["response"]["docs"]
        told = {canonical(d["web_url"]): d["pub_date"] for d in docs if _is_article(d)}
        for source in (NytSearch(), NytArchive()) if told else ():
            name = f"nyt {type(source).__name__} {path.stem}"
            found.append(Case(name, source, "nyt", _bytes(answer), told, lead))
    for path in sorted((folder / "top_stories").glob("*.js")):
        answer = literal(path.read_text(encoding="utf-8"))
        told = {canonical(i["url"]): i["published_date"] for i in answer["results"] if i["url"].startswith("http")}
        found.append(
            Case(
                f"nyt NytWire {path.stem}", NytWire(), "nyt", _bytes(answer), told, frozenset({"abstract", "headline"})
            )
        )
    return found


def _is_article(doc: Item) -> bool:
    return bool(doc.get("web_url")) and str(doc.get("document_type")).lower() not in WORDLESS


def _answer(path: Path) -> Any:
    """The answer of a cassette, a JavaScript file, a JSON file, or documents that a package had flattened."""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".yml":
            return json.loads(yaml.safe_load(text)["http_interactions"][0]["response"]["body"]["string"])
        case ".js":
            return literal(text)
        case ".jsonl":
            docs = [json.loads(line) for line in text.splitlines()]
            return {"status": "OK", "response": {"docs": docs, "meta": {"hits": 10}}}
    return json.loads(text)


def _media(recorded: Path) -> list[Case]:
    story = json.loads((recorded / "mediacloud/story_27456565_v2.json").read_text(encoding="utf-8"))
    body = {"stories": [story], "pagination_token": None}
    told = {canonical(story["url"]): story["publish_date"]}
    return [
        Case(
            "mediacloud story (v2)",
            MediaCloud("globalvoicesonline.org"),
            "",
            _bytes(body),
            told,
            frozenset({"headline"}),
        )
    ]


def _lists(recorded: Path) -> list[Case]:
    """Feeds; what should come of them is counted only, since their own times are tested elsewhere."""
    scopes = frozenset({"abstract", "headline", "lead"})
    return [
        Case(f"feed {path.stem}", Feed("https://feeds.example/"), slug, path.read_bytes(), {}, scopes)
        for slug, folder in (("guardian", "guardian"), ("nyt", "nytimes"), ("washington_post", "washingtonpost"))
        for path in sorted((recorded / folder / "rss").glob("*.xml"))
    ] + [
        Case(f"sitemap {path.stem}", Sitemap("https://maps.example/"), "", path.read_bytes(), {}, scopes)
        for path in sorted((recorded / "sitemaps").glob("*.xml"))
    ]


@dataclass(frozen=True)
class Score:
    """How one recorded answer fared."""

    items: int
    right: int
    wrong: tuple[str, ...]
    seconds: float
    scopes: str


def score(case: Case) -> Score:
    """Candidates of one recorded answer held against what it says itself."""
    asking = Asking(case.outlet or "other", EVER, Terms(), NOW, KEYS)
    began = time.process_time()
    found = listing(case.source, asking, once(case.body))
    seconds = time.process_time() - began
    bodies = {answer.url: answer for answer in found.answers}
    articles = {}
    for sighting in found.sightings:
        answer = bodies.get(sighting.url)
        try:
            articles[sighting.url] = _read(case.outlet, answer) if answer else from_sighting(sighting)
        except Skip:
            continue
    told = case.expected or {sighting.url: "" for sighting in found.sightings}
    wrong = [f"{url}: {fault}" for url, said in told.items() if (fault := _fault(case, url, said, articles))]
    scopes = ", ".join(sorted({one.text_scope for one in articles.values()}))
    return Score(len(told), len(told) - len(wrong), tuple(wrong), seconds, scopes)


def once(body: bytes) -> Callable[..., Response]:
    """A fetch that gives this body the first time, and nothing more."""
    asked: list[str] = []

    def fetch(url: str, *, credentials: object = None) -> Response:  # noqa: ARG001 - as a Fetch is called
        asked.append(url)
        if len(asked) > 1:
            raise Absent("recorded once")
        kind = "application/json" if body[:1] == b"{" else "text/xml"
        return Response(url, url, 200, (("Content-Type", kind),), body, NOW)

    return fetch


def _read(outlet: str, answer: Any) -> Article:
    known = outlets()[outlet]
    kept = Capture(outlet, answer.url, answer.body, answer.media_type, answer.at, timezone=known.timezone)
    return article(kept, known.read)


def _fault(case: Case, url: str, said: str, articles: Mapping[str, Article]) -> str:
    """What is wrong with the candidate of an address, "" where nothing is."""
    one = articles.get(url)
    if one is None:
        return "no candidate"
    if case.outlet and slug_of(url) != case.outlet:
        return "another outlet's address"
    if one.published_at is None and case.expected:
        return "no time"
    if said and one.published_at and abs((one.published_at.date() - datetime.fromisoformat(said).date()).days) > 1:
        return f"time {one.published_at}, and {said} was recorded"
    if not one.headline or one.text_scope not in case.scopes:
        return f"headline {one.headline!r}, scope {one.text_scope}"
    return ""


def _bytes(value: object) -> bytes:
    return json.dumps(value).encode()


def by_kind(scores: Sequence[tuple[Case, Score]]) -> list[tuple[str, int, int, float]]:
    """Kind of source, recorded answers, items in them, candidates a second of processor time, most items first."""
    found: dict[str, list[Score]] = {}
    for case, one in scores:
        found.setdefault(type(case.source).__name__, []).append(one)
    rows = [
        (kind, len(all_), sum(one.items for one in all_), sum(one.seconds for one in all_))
        for kind, all_ in found.items()
    ]
    return sorted(
        ((kind, count, items, items / seconds) for kind, count, items, seconds in rows), key=lambda row: -row[2]
    )


def indexes(recorded: Path) -> list[tuple[str, int, int, float]]:
    """The same row for recorded answers that name other people's captures, where nothing says what is right."""
    doc = json.loads((recorded / "gdelt/doc_artlist_notebook_outputs.json").read_text(encoding="utf-8"))
    found = [json.dumps({"articles": block["records"]}).encode() for block in doc]
    lines = [
        path.read_text(encoding="utf-8").splitlines()[0] for path in sorted((recorded / "wayback/cdx_json").iterdir())
    ]
    rows = [json.loads(line)["response_text"].encode() for line in lines]
    names = [(recorded / "commoncrawl/cc-news_warc_paths_2016-2019.txt").read_bytes()]
    warcs = [path.read_bytes() for path in sorted((recorded / "commoncrawl/warc").iterdir())]
    hosts = ("commoncrawl.org", "iana.org", "example.com")
    return [
        _rate("GdeltDoc", found, lambda body: len(gdelt.read(body).entries)),
        _rate("Wayback (index)", rows, lambda body: len(wayback.read(body).captures)),
        _rate("CcNews (list of files)", names, lambda body: len(ccnews.files(body))),
        _rate("CcNews (pages in WARCs)", warcs, lambda body: _pages(body, hosts)),
    ]


def _pages(body: bytes, hosts: tuple[str, ...]) -> int:
    """Pages before the end or the damage: some of the recorded files are damaged."""
    count = 0
    try:
        for _ in ccnews.pages(BytesIO(body), hosts, EVER):
            count += 1
    except Failed:
        pass
    return count


def _rate(kind: str, bodies: Sequence[bytes], read: Callable[[bytes], int]) -> tuple[str, int, int, float]:
    began, items = time.process_time(), 0
    for _ in range(_TURNS):
        items += sum(map(read, bodies))
    return kind, len(bodies), items // _TURNS, items / (time.process_time() - began)


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 1 where a recorded item gave no right candidate."""
    shared = Path(os.environ.get("SAMESTORY_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
    if not (shared / "recorded").is_dir():
        print("recorded answers not found: set SAMESTORY_SHARED")
        return 0
    print(f"{'answer':60} {'items':>6} {'right':>6} {'a second':>10}  scopes")
    told = []
    for case in cases(shared / "recorded"):
        one = score(case)
        told.append((case, one))
        print(f"{case.name:60} {one.items:6} {one.right:6} {one.items / max(one.seconds, 1e-6):10,.0f}  {one.scopes}")
        for fault in one.wrong[:5] if "-v" in arguments else ():
            print(f"    {fault}")
    scores = [one for _, one in told]
    items, right = sum(one.items for one in scores), sum(one.right for one in scores)
    print(f"\n{right:,} of {items:,} recorded items give a right candidate ({right / items:.1%})\n")
    print(
        "From the recorded answers:\n\n| kind | answers | items | candidates a second of processor time |\n|---|---|---|---|"
    )
    for kind, answers, count, rate in [*by_kind(told), *indexes(shared / "recorded")]:
        print(f"| {kind} | {answers} | {count:,} | {rate:,.0f} |")
    print("\nRequests for one event-week, by simulation (benchmarks/event_week.py), with one term:\n")
    for line in event_week.table():
        print(line, flush=True)
    return int(right < items)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
