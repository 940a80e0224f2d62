"""Measured errors that travel with the program: which source type is taken for which, and what a score is worth.

python benchmarks/errors.py                  both, printed
python benchmarks/errors.py types  [--labels FILE …] [--found FILE] [--write]
python benchmarks/errors.py scores [--found FILE] [--write]

``types`` reads labels of source types and writes analysis/measure/source_type_errors.json:

    types          the types, in the order of rows and columns
    found          labelled statements that were found: gold type (row) × type given (column)
    missed         labelled statements that were not found, by gold type
    false          statements found in the same articles that are none, by type given …
    judged         … of so many found there in all
    design_effect  by how much the labels of one article resemble each other (1: not at all)
    what           a sentence for the report; labels: the files; command, on: how and when the file was made

``scores`` writes analysis/measure/score_right.json: [article's number, score, right (0 or 1), statements] for every statement found
on the gold (content matched and source's head right), and the same ``what``, ``command``, ``on``. Neither holds a word of a text.

Without --found the rules find the statements; their scores, which were counted on the same gold, are counted
anew for each of five folds on the others. A program that was *trained* on the gold must not be measured on it: give --found its
predictions for articles that it had not seen, as `samestory pipe quote` writes them ({"id": …, "attributions": […]}).

Labels: JSON Lines of {id or article, attribution, source_type} on articles of polnear_dev.jsonl, or of whole articles {id, text,
attributions: [{…, source_type}]}. "other" is our unknown; the coarse "organisation" and "collective" are two of ours each, and left out. The
invented articles of labels/british.jsonl are not read unless named: they are no measure of the real thing.
"""

import argparse
import datetime as dt
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import polars as pl

from analysis.measure import sampling
from analysis.measure.agreement import Claim, attribution_tallies, verdicts
from analysis.quote import attributions
from analysis.quote.finder import by_rule
from analysis.quote.sentences import sentences
from analysis.quote.statements import statements
from analysis.quote.tokens import tokens
from analysis.tables import SourceType

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SAMESTORY_SHARED", HERE.parents[1] / "shared"))
GOLD = SHARED / "gold" / "attribution"
LABELS = (HERE / "labels" / "source_types.jsonl", GOLD / "source_types_dev.jsonl")
OURS = {"other": "unknown"}
OUT = HERE.parent / "analysis" / "measure"
TYPES = get_args(SourceType)
FOLDS = 5
LEAST = 60
"""Statements of a verb from which it has a score of its own, as in scores.toml."""
Record = Mapping[str, Any]
Found = Mapping[str, list[Record]]


def main() -> None:
    """Print what the command line asks for, and write it where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("types", "scores"), nargs="?")
    parser.add_argument("--labels", type=Path, nargs="+", default=LABELS)
    parser.add_argument("--found", type=Path, help="predictions as `samestory pipe quote` writes them")
    parser.add_argument("--write", action="store_true", help="put the file among the program's own")
    asked = parser.parse_args()
    gold = {a["id"]: a for a in lines(GOLD / "polnear_dev.jsonl")}
    if not gold:
        sys.exit("gold not found: set SAMESTORY_SHARED to the folder that holds gold/attribution")
    found = {one["id"]: one["attributions"] for one in lines(asked.found)} if asked.found else None
    for what in [asked.what] if asked.what else ["types", "scores"]:
        made = of_types(asked.labels, gold, found) if what == "types" else of_scores(gold, found)
        made |= {"command": f"python benchmarks/errors.py {what}" + (" --found FILE" if asked.found else "")}
        made |= {"on": dt.datetime.now(dt.UTC).date().isoformat()}
        told(made)
        if asked.write:
            name = "source_type_errors.json" if what == "types" else "score_right.json"
            (OUT / name).write_text(written(made), encoding="utf-8")
            print(f"{name} written")


def lines(path: Path) -> list[dict[str, Any]]:
    """Lines of a JSON Lines file; none where there is no such file, and that is said."""
    if not path.exists():
        print(f"not found, left out: {path.name}", file=sys.stderr)
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def of_types(paths: Sequence[Path], gold: Mapping[str, Record], found: Found | None) -> dict[str, Any]:
    """The file of errors in source types."""
    articles, labels, used = labelled(paths, gold)
    table, missed, false = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    judged, rows = 0, []
    for key, article in articles.items():
        ours = found[key] if found and key in found else ruled(article)
        by_gold, wrong, counted = compared(article, ours)
        judged, false = judged + counted, false + wrong
        for number, label in labels[key].items():
            given = by_gold.get(number)
            missed[label] += given is None
            if given is not None:
                table[label, given] += 1
                rows.append((key, float(label == given)))
    answers = pl.DataFrame(rows, schema={"article": pl.String, "right": pl.Float64}, orient="row")
    share = sampling.share(answers.with_columns(weight=1.0, stratum=pl.lit(""), one=1), ["one"])
    whole = sum(map(len, labels.values()))
    return {
        "what": f"{whole} labelled statements of {len(articles)} articles"
        + ("" if found else ", found by rule where they were found"),
        "labels": used,
        "types": list(TYPES),
        "found": [[table[g, p] for p in TYPES] for g in TYPES],
        "missed": [missed[g] for g in TYPES],
        "false": [false[p] for p in TYPES],
        "judged": judged,
        "right": round(share["value"].item(), 4),
        "design_effect": round(max(1.0, share["n_units"].item() / share["effective"].item()), 3),
    }


def ruled(article: Record) -> list[Record]:
    """What the rules find in an article: the learned reader may have learned from it."""
    return [as_record(one) for one in attributions(article["text"], by=by_rule())]


def labelled(
    paths: Sequence[Path], gold: Mapping[str, Record]
) -> tuple[dict[str, Record], dict[str, dict[int, str]], list[str]]:
    """Articles, the type of each labelled statement by its number in them, and the files that had any."""
    articles: dict[str, Record] = {}
    labels: dict[str, dict[int, str]] = {}
    used = []
    for path in paths:
        before = sum(map(len, labels.values()))
        for row in lines(path):
            key = row["id"] if "id" in row else row["article"]
            whole = row if "attributions" in row else gold[key]
            numbers = {one.get("id", n): n for n, one in enumerate(whole["attributions"])}
            wanted = row["attributions"] if "attributions" in row else [{**row, "id": row["attribution"]}]
            for n, one in enumerate(wanted):
                kind = OURS.get(one.get("source_type"), one.get("source_type"))
                if kind in TYPES:
                    articles[key] = whole
                    labels.setdefault(key, {}).setdefault(numbers[one["id"]] if "id" in one else n, kind)
        if sum(map(len, labels.values())) > before:
            used.append(path.name)
    return articles, labels, used


def compared(article: Record, ours: Iterable[Record]) -> tuple[dict[int, str], Counter[str], int]:
    """Type given to each gold statement that was found, types of what is no statement, and how many were judged."""
    both = [(as_claim(one), one["source_type"]) for one in ours]
    kinds = {id(claim): kind for claim, kind in both}
    judged = verdicts(article["text"], [as_claim(one) for one in article["attributions"]], [c for c, _ in both])
    by_gold = {number: kinds[id(claim)] for claim, number in judged if number is not None}
    return by_gold, Counter(kinds[id(claim)] for claim, number in judged if number is None), len(judged)


def of_scores(gold: Mapping[str, Record], found: Found | None) -> dict[str, Any]:
    """The file of scores and outcomes."""
    pairs = predicted(gold, found) if found else by_rules(gold)
    counted = Counter((number, round(score, 3), int(right)) for number, score, right in pairs)
    rows = [[*key, n] for key, n in sorted(counted.items())]
    whole, articles = sum(counted.values()), len({row[0] for row in rows})
    how = "by a program that had not seen them" if found else "by rules, their scores counted on the other articles"
    return {"what": f"{whole} statements found in {articles} labelled articles {how}", "rows": rows}


def predicted(gold: Mapping[str, Record], found: Found) -> Iterator[tuple[int, float, bool]]:
    """Number of the article, score, and whether statement and source are right, for another program's statements."""
    for number, (key, article) in enumerate(gold.items()):
        wanted = [as_claim(one) for one in article["attributions"]]
        for one in found.get(key, ()):
            yield number, float(one["score"]), is_right(article["text"], wanted, as_claim(one))


def by_rules(gold: Mapping[str, Record]) -> Iterator[tuple[int, float, bool]]:
    """The same for rules: a statement's score is how often others of its rule and verb were right in the other folds."""
    seen: list[tuple[int, tuple[str, str, str], bool]] = []
    for number, article in enumerate(gold.values()):
        read, wanted = tokens(article["text"]), [as_claim(one) for one in article["attributions"]]
        for one in statements(read, sentences(read)):
            right = is_right(article["text"], wanted, Claim(one.content, one.cue, one.source, one.kind))
            seen.append((number, (f"{one.rule} {one.verb}", one.rule, "unknown"), right))
    for fold in range(FOLDS):
        known, good = rates([(keys, right) for number, keys, right in seen if number % FOLDS != fold])
        for number, keys, right in seen:
            if number % FOLDS == fold:
                key = next(k for k in keys if k in known)
                yield number, (good[key] + 1) / (known[key] + 2), right


def rates(seen: Sequence[tuple[tuple[str, str, str], bool]]) -> tuple[Counter[str], Counter[str]]:
    """Statements and right ones by verb where there are enough, by rule for the verbs without a number of their own."""
    known, good = Counter[str](), Counter[str]()
    for (verb, rule, every), right in seen:
        for key in (verb, rule, every):
            known[key] += 1
            good[key] += right
    for verb in {verb for (verb, _, _), _ in seen}:
        rule = verb.split(" ")[0]
        if not LEAST <= known[verb] < known[rule]:
            del known[verb]
        else:
            known[rule] -= known[verb]
            good[rule] -= good[verb]
    return known, good


def is_right(text: str, wanted: list[Claim], claim: Claim) -> bool:
    """Content matched and the source's head right."""
    return attribution_tallies(text, wanted, [claim], subset="all")["full"].right_found > 0


def as_claim(one: Record) -> Claim:
    """A statement of the gold or of ``pipe quote``."""
    spans = (tuple((start, end) for start, end in one.get(part) or ()) for part in ("content", "cue", "source"))
    return Claim(*spans, kind=one.get("type") or one.get("kind") or "indirect", speech=one.get("cue_class") == "speech")


def as_record(one: Any) -> Record:
    """An Attribution as ``pipe quote`` writes it."""
    return {name: getattr(one, name) for name in ("content", "cue", "source", "kind", "source_type", "score")}


def told(made: Mapping[str, Any]) -> None:
    """What a person wants to see of it."""
    for name, value in made.items():
        if name == "found":
            print("gold \\ given".ljust(16) + "".join(f"{t[:12]:>14}" for t in TYPES))
            for kind, row in zip(TYPES, value, strict=True):
                print(f"{kind:<16}" + "".join(f"{n:>14}" for n in row))
        else:
            print(f"{name}: {f'{len(value)} rows' if name == 'rows' else value}")


def written(made: Mapping[str, Any]) -> str:
    """As JSON of one line a field, so that a change can be read."""
    fields = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}" for name, value in made.items()
    )
    return "{\n" + fields + "\n}\n"


if __name__ == "__main__":
    main()
