"""Turn the marked-up invented articles of ``british/*.txt`` into ``british.jsonl``, the shape of the attribution gold.

    python benchmarks/labels/build_british.py            write british.jsonl
    python benchmarks/labels/build_british.py --print    show every span, to read them over

The markup is in README.md.  Standard library only, so that anyone can rebuild the file.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
QUOTES = {  # opening and closing mark, the two marks within a quotation, apostrophe
    "double-curly": "“”‘’’",
    "single-curly": "‘’“”’",
    "single-straight": "''\"\"'",
    "double-straight": "\"\"'''",
}
TOKEN = re.compile(r"\[([csq])(\d+(?:,\d+)*)\| ?|\]|[«»‹›'⟦⟧]|\n|[^\[\]«»‹›'⟦⟧\n]+")
MARKUP = re.compile(r"\[[csq]\d+(?:,\d+)*\| ?|\]")
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
Span = tuple[int, int]
Spans = dict[int, dict[str, list[Span]]]
Row = dict[str, Any]
FIELD = {"c": "content", "s": "source", "q": "cue"}
FLAGS = ("own_outlet", "spokesperson", "nosource")
GOLD_TYPE = {"company": "organisation", "campaign_group": "organisation", "unknown": "other"}


def plain(marked: str, style: str) -> tuple[str, Spans]:
    """The text as a reader sees it, and the spans of each attribution."""
    shown = dict(zip("«»‹›'", QUOTES[style], strict=True)) | {"⟦": "[", "⟧": "]"}
    text = ""
    spans: Spans = {}
    stack: list[tuple[str, str, int]] = []
    for token in TOKEN.finditer(marked):
        if token.group(1):
            stack.append((token.group(1), token.group(2), len(text)))
        elif token.group() == "]":
            kind, numbers, start = stack.pop()
            for number in map(int, numbers.split(",")):
                spans.setdefault(number, {k: [] for k in FIELD.values()})[FIELD[kind]].append((start, len(text)))
        else:
            text += shown.get(token.group(), token.group())
    if stack:
        raise ValueError(f"left open: {stack}")
    return text, spans


def quoted(marked: str) -> list[Span]:
    """The regions inside the outer quotation marks, to the closing mark or the end of the paragraph."""
    bare = MARKUP.sub("", marked)
    if re.search(r"«[^»\n]*«", bare):
        raise ValueError("quotation opened twice")
    return [(m.start() + 1, m.end()) for m in re.finditer(r"«[^»\n]*", bare)]


def kind_of(text: str, content: list[Span], regions: list[Span]) -> str:
    """Direct (95 % of the words inside quotation marks), mixed (any) or indirect, as the gold derives it."""
    words = [m.start() for s, e in content for m in WORD.finditer(text, s, e)]
    inside = sum(any(a <= w < b for a, b in regions) for w in words)
    return "direct" if inside >= 0.95 * len(words) else "mixed" if inside else "indirect"


def flagged(marks: list[str], key: str) -> str | None:
    """The value of `key=value` among an attribution's flags."""
    return next((m.removeprefix(key + "=") for m in marks if m.startswith(key + "=")), None)


def labels(line: str) -> tuple[list[int], Row]:
    """`1,2 Name; source type; outlet; evidence; flags` as fields; `-` stands for null."""
    numbers, rest = line.split(" ", 1)
    fields = [None if part.strip() in ("-", "") else part.strip() for part in rest.split(";")]
    speaker, source_type, relayed, evidence, flags = (fields + [None] * 3)[:5]
    if bool(relayed) != (evidence in ("stated", "carried")):
        raise ValueError(f"relay without evidence or evidence without relay: {line}")
    marks = (flags or "").split()
    row: Row = {
        "cue_class": next((m for m in marks if m in ("other", "none")), "speech"),
        "speaker": speaker,
        "source_type": source_type,
        "gold_source_type": flagged(marks, "gold") or GOLD_TYPE.get(source_type or "unknown", source_type),
        "named": "unnamed" not in marks and speaker is not None and source_type != "anonymous",
        "relayed_by": relayed,
        "relay_evidence": evidence,
    }
    if chain := flagged(marks, "chain"):
        row["relay_chain"] = chain.replace("_", " ").split(">")
    return [int(n) for n in numbers.split(",")], row | {m: True for m in marks if m in FLAGS}


def check(row: Row) -> None:
    """Raise where an attribution lacks what it must have."""
    if not row["content"] or not (row["cue"] or row["cue_class"] == "none"):
        raise ValueError(f"{row['id']}: no content or no cue")
    if not row["source"] and not row.pop("nosource", False) and row["cue_class"] != "none":
        raise ValueError(f"{row['id']}: no source")


def article(block: str) -> Row:
    """One article of the file as one row."""
    top, notes = block.strip().split("\n@@\n")
    head, body = top.split("\n", 1)
    fields = dict(part.strip().split(": ", 1) for part in head.split("|"))
    text, spans = plain(body.strip(), fields["style"])
    regions = quoted(body.strip())
    said = {number: row for numbers, row in map(labels, notes.splitlines()) for number in numbers}
    if set(said) != set(spans):
        raise ValueError(f"labels and spans differ: {sorted(set(said) ^ set(spans))}")
    kinds = {n: kind_of(text, spans[n]["content"], regions) for n in spans}
    rows = [{"id": f"A{n}", **spans[n], "type": kinds[n], **said[n]} for n in sorted(spans)]
    for row in rows:
        check(row)
    return {
        "id": f"british:{fields['id']}",
        "outlet": fields["outlet"],
        "title": text.split("\n", 1)[0],
        "kind": fields["kind"],
        "quotation_marks": fields["style"],
        "text": text,
        "attributions": rows,
    }


def articles() -> list[Row]:
    """All articles, file by file in name order."""
    found = []
    for path in sorted((HERE / "british").glob("*.txt")):
        for block in re.split(r"^@ ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            try:
                found.append(article(block))
            except (ValueError, KeyError, IndexError) as error:
                raise SystemExit(f"{path.name}: {block.splitlines()[0]}: {error}") from error
    return found


def show(row: Row) -> None:
    """Every span of an article in words."""
    text = str(row["text"])
    print(f"\n== {row['id']} {row['outlet']} | {row['title']} | {len(text.split())} words")
    for a in row["attributions"]:
        piece = {k: " … ".join(text[s:e] for s, e in a[k]) for k in FIELD.values()}
        print(f" {a['id']} {a['type']} {a['cue_class']} <{piece['source']}> ({piece['cue']}) {piece['content']}")
        print(
            f"      {a['speaker']} / {a['source_type']} / named {a['named']} / {a['relayed_by']} {a['relay_evidence']}"
        )


def main() -> None:
    """Write the file, or show it."""
    rows = articles()
    if "--print" in sys.argv:
        for row in rows:
            show(row)
    else:
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (HERE / "british.jsonl").write_text("".join(lines), encoding="utf-8")
    print(len(rows), "articles,", sum(len(r["attributions"]) for r in rows), "attributions")


if __name__ == "__main__":
    main()
