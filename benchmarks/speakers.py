"""How well speakers, source types and relays are told, on statements that people marked: the finding of statements costs nothing here.

python benchmarks/speakers.py                    the tables, one for each split of each file
python benchmarks/speakers.py --only dev tune    the same of these splits alone: held and test are looked at seldom
python benchmarks/speakers.py --errors dev       what went wrong on the development articles, one line each
python benchmarks/speakers.py --labels FOLDER    other labels of the same shape
python benchmarks/speakers.py --rules            types by words and rules alone, without the encoder

The labels lie in benchmarks/labels (see the README there); the articles of speakers and source_types in the gold beside the project.
"""

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.quote import Place, voices_of
from analysis.quote.press import plain
from analysis.quote.reader import Reader, reader
from analysis.quote.statements import Statement
from analysis.quote.tokens import tokens
from analysis.quote.words import words
from analysis.tables import Attribution

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SAMESTORY_SHARED", HERE.parents[1] / "shared"))
GOLD = SHARED / "gold" / "attribution"
RESAMPLES = 1000
SPLITS = ("dev", "tune", "held", "test")
SKIPPED = words("people", "titles") | words("people", "forms") | {"of", "the", "for", "a", "an", "and", "&", "-"}
NAMES = {
    "breitbart": "Breitbart",
    "huff-post": "HuffPost",
    "nyt": "The New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "The Washington Post",
    "west-journal": "Western Journalism",
}
CROWDS = ("citizen", "unknown", "campaign_group")
COARSE = {"company": {"organisation"}, "campaign_group": {"organisation"}, "unknown": {"other"}}
"""Our type → what the gold's coarser list calls it, where that differs; a crowd, collective there, has no type of its own with us."""


@dataclass(frozen=True)
class Marked:
    """One statement of one article with what a person says of it and what we say."""

    article: str
    split: str
    label: Mapping[str, Any]
    ours: Attribution
    said: str


Counts = tuple[float, ...]
Score = Callable[[Marked], Counts | None]


def main() -> None:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, default=HERE / "labels")
    parser.add_argument("--only", nargs="+", choices=SPLITS, default=SPLITS)
    parser.add_argument("--errors", choices=SPLITS)
    parser.add_argument("--rules", action="store_true", help="do not ask the encoder")
    chosen = parser.parse_args()
    one = None if chosen.rules else reader()
    parts = {
        "british": british(chosen.labels / "british.jsonl", one),
        "speakers": sampled(chosen.labels / "speakers.jsonl", one),
        "speakers_more": sampled(chosen.labels / "speakers_more.jsonl", one),
        "speakers_tune": sampled(chosen.labels / "speakers_tune.jsonl", one),
        "source_types": sampled(chosen.labels / "source_types.jsonl", one),
        "source_types_dev": sampled(GOLD / "source_types_dev.jsonl", one),
    }
    for name, marked in parts.items():
        for split in sorted({each.split for each in marked} & set(chosen.only)):
            tell(name, split, [each for each in marked if each.split == split], errors=chosen.errors == split)


def british(path: Path, by: Reader | None) -> list[Marked]:
    """The invented British articles, all of them for development."""
    found = []
    for article in rows(path):
        listed = article["attributions"]
        ours = voices_of(article["text"], statements(article["text"], listed, by), Place(own=article["outlet"]))
        found += [
            Marked(article["id"], "dev", each, one, around(article["text"], each))
            for each, one in zip(listed, ours, strict=True)
        ]
    return found


def sampled(path: Path, by: Reader | None) -> list[Marked]:
    """Labels of single statements of the gold's articles."""
    labels = list(rows(path))
    labels = [{"id": label.get("article"), **label} for label in labels]
    wanted = {label["id"] for label in labels}
    articles = {a["id"]: a for a in rows(GOLD / "polnear_dev.jsonl") if a["id"] in wanted}
    heard: dict[str, dict[str, tuple[Mapping[str, Any], Attribution]]] = {}
    for key, article in articles.items():
        listed = article["attributions"]
        place = Place(own=NAMES.get(article["outlet"]), authors=byline(article["author"]))
        ours = voices_of(article["text"], statements(article["text"], listed, by), place)
        heard[key] = {each["id"]: (each, one) for each, one in zip(listed, ours, strict=True)}
    found = []
    for label in labels:
        marked, one = heard[label["id"]][label["attribution"]]
        said = around(articles[label["id"]]["text"], marked)
        found.append(Marked(label["id"], label.get("split", "dev"), label, one, said))
    return found


def byline(written: str) -> tuple[str, ...]:
    """Persons of the gold's byline: ``JO REED``, ``Jo Reed,Ada Finch``, ``Jo Reed, USA TODAY``."""
    split = [part.strip() for part in written.replace(" and ", ",").split(",")]
    people = [part.title() if part.isupper() else part for part in split if " " in part]
    return tuple(part for part in people if part.upper() not in {name.upper() for name in NAMES.values()})


def rows(path: Path) -> list[dict[str, Any]]:
    """Lines of a JSON Lines file; none where the file is not there, and that is said."""
    if not path.exists():
        print(f"not found, left out: {path.name}", file=sys.stderr)
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def statements(text: str, listed: Sequence[Mapping[str, Any]], by: Reader | None) -> list[Statement]:
    """Marked statements as a finder would hand them over, with what the encoder says of their sources."""
    given = [statement(each) for each in listed]
    if by is None:
        return given
    sources = [each.source[0] for each in given if each.source]
    kinds = iter(by.kinds(tokens(text), sources))
    return [replace(each, kinds=next(kinds)) if each.source else each for each in given]


def statement(marked: Mapping[str, Any]) -> Statement:
    """A marked statement, its spans in order."""
    content, cue, source = (
        tuple(sorted((start, end) for start, end in marked.get(part, ()))) for part in ("content", "cue", "source")
    )
    return Statement(content, cue, source, marked["type"], "gold", "say", 0)


def around(text: str, marked: Mapping[str, Any]) -> str:
    """The statement with some words before it, on one line."""
    spans = [span for part in ("content", "cue", "source") for span in marked.get(part, ())]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    return " ".join(text[max(0, first - 120) : last + 20].split())


def tell(name: str, split: str, marked: Sequence[Marked], *, errors: bool) -> None:
    """Each measure that these labels have, with a 95 % interval by bootstrap over articles."""
    print(f"\n{name}, {split}: {len(marked)} statements of {len({one.article for one in marked})} articles")
    for measure, (score, part) in MEASURES.items():
        counted = [(one, counts) for one in marked if (counts := score(one)) is not None]
        if not counted:
            continue
        low, high = interval(counted, part)
        value = part(np.array([counts for _, counts in counted]).sum(axis=0))
        print(f"  {measure:<22}{100 * value:6.1f} % ({100 * low:.1f}–{100 * high:.1f}) of {len(counted)}")
    if errors:
        for one in marked:
            for line in faults(one):
                print(line)


def interval(counted: Sequence[tuple[Marked, Counts]], part: Callable[[Any], float]) -> tuple[float, float]:
    """Percentiles 2.5 and 97.5 over articles drawn with replacement; seeded."""
    by_article: dict[str, list[Counts]] = {}
    for one, counts in counted:
        by_article.setdefault(one.article, []).append(counts)
    sums = np.array([np.sum(each, axis=0) for each in by_article.values()])
    drawn = np.random.default_rng(1).integers(0, len(sums), (RESAMPLES, len(sums)))
    low, high = np.percentile([part(sums[each].sum(axis=0)) for each in drawn], [2.5, 97.5])
    return float(low), float(high)


def first_of_second(counts: Any) -> float:
    """Share."""
    return float(counts[0] / max(counts[1], 1))


def speaker_of(one: Marked) -> str | None:
    """right, wrong or unresolved; None where a person could not tell either, or the label has no name."""
    if "speaker" not in one.label or one.label["speaker"] is None:
        return None
    if one.ours.speaker is None:
        return "unresolved"
    if any(same(one.ours.speaker, name) for name in (one.label["speaker"], *also(one))):
        return "right"
    # Whoever has no name with us and is called by the source's own words was not taken for anybody.
    return "unresolved" if not one.ours.named and len(one.ours.chain) <= 2 and one.ours.role else "wrong"


def also(one: Marked) -> Iterable[str]:
    """Other forms of the name that the labels allow."""
    return one.label.get("aliases", ())


def same(ours: str, theirs: str) -> bool:
    """Whether two names are of the same words, titles, articles and legal forms aside."""
    return key(ours) == key(theirs)


def key(name: str) -> frozenset[str]:
    """Words of a name that tell it from others."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    split = frozenset(word.strip(".,").removesuffix("'s") for word in bare.replace("’", "'").lower().split())
    return split - SKIPPED or split


def wrongly_resolved(one: Marked) -> Counts | None:
    """Of the sources that nobody can resolve, those that we take for somebody named."""
    if "speaker" not in one.label or one.label["speaker"] is not None or "relayed_by" in one.label:
        return None
    byline = one.ours.speaker is not None and any(same(one.ours.speaker, name) for name in also(one))
    return (float(one.ours.speaker is not None and one.ours.named and not byline), 1.0)


def named_right(one: Marked) -> Counts | None:
    """Whether named or not is as a person says."""
    return None if "named" not in one.label else (float(one.ours.named == one.label["named"]), 1.0)


def counts_speaker(which: str) -> Score:
    """Whether the speaker is *which*."""

    def score(one: Marked) -> Counts | None:
        found = speaker_of(one)
        return None if found is None else (float(found == which), 1.0)

    return score


def fits(one: Marked) -> bool | None:
    """Whether the source type is right; the gold's coarser list is met by what it stands for with us."""
    wanted, ours = one.label.get("source_type"), one.ours.source_type
    if wanted is None:
        return None
    if wanted == "collective":
        return ours in CROWDS
    return ours == wanted or wanted in COARSE.get(ours, set())


def type_right(one: Marked) -> Counts | None:
    """Right, of one."""
    right = fits(one)
    return None if right is None else (float(right), 1.0)


def relayed(one: Marked) -> tuple[str | None, str | None]:
    """Relay by the labels and by us; an outlet that speaks for itself is its own relay with us and none with them."""
    ours, speaker = one.ours.relayed_by, one.label.get("speaker")
    itself = ours is not None and speaker is not None and same(ours, speaker)
    return one.label["relayed_by"], None if itself else ours


def relay_recall(one: Marked) -> Counts | None:
    """Found, of those that the labels have."""
    if one.label.get("relayed_by") is None:
        return None
    theirs, ours = relayed(one)
    return (float(ours is not None and plain(ours) == plain(theirs or "")), 1.0)


def relay_precision(one: Marked) -> Counts | None:
    """Right, of those that we say."""
    if "relayed_by" not in one.label:
        return None
    theirs, ours = relayed(one)
    return None if ours is None else (float(theirs is not None and plain(ours) == plain(theirs)), 1.0)


MEASURES: dict[str, tuple[Score, Callable[[Any], float]]] = {
    "speaker right": (counts_speaker("right"), first_of_second),
    "speaker wrong": (counts_speaker("wrong"), first_of_second),
    "speaker unresolved": (counts_speaker("unresolved"), first_of_second),
    "nobody, and taken so": (wrongly_resolved, first_of_second),
    "named right": (named_right, first_of_second),
    "source type right": (type_right, first_of_second),
    "relay precision": (relay_precision, first_of_second),
    "relay recall": (relay_recall, first_of_second),
}


def faults(one: Marked) -> Iterable[str]:
    """A line for everything that is wrong with one statement."""
    where = f"[{one.article}] … {one.said[-400:]}"
    if speaker_of(one) in ("wrong", "unresolved"):
        yield f"    SPEAKER {one.label['speaker']!r}, ours {one.ours.chain or one.ours.speaker} {where}"
    if fits(one) is False:
        yield f"    TYPE {one.label['source_type']}, ours {one.ours.source_type} {one.ours.speaker} ({one.ours.role}) {where}"
    if "relayed_by" in one.label:
        theirs, ours = relayed(one)
        if (theirs is None) != (ours is None) or (theirs and ours and plain(theirs) != plain(ours)):
            yield f"    RELAY {theirs} ({one.label.get('relay_evidence')}), ours {ours} {where}"


if __name__ == "__main__":
    main()
