"""Turn the marked-up invented articles of ``british/*.txt`` into ``british.jsonl``, the shape of the attribution gold.

    python benchmarks/labels/build_british.py            write british.jsonl
    python benchmarks/labels/build_british.py --print    show every span, to read them over

The markup is in README.md.  Standard library only, so that anyone can rebuild the file.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
QUOTES = {  # opening and closing mark, mark within, apostrophe
    "double-curly": ("“”", "‘’", "’"),
    "single-curly": ("‘’", "“”", "’"),
    "single-straight": ("''", '""', "'"),
    "double-straight": ('""', "''", "'"),
}
TOKEN = re.compile(r"\[([csq])(\d+(?:,\d+)*)\| ?|\]|[«»‹›'⟦⟧]|\n|[^\[\]«»‹›'⟦⟧\n]+")
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
FIELD = {"c": "content", "s": "source", "q": "cue"}
GOLD_TYPE = {"company": "organisation", "campaign_group": "organisation", "unknown": "other"}


def render(marked: str, style: str) -> tuple[str, dict[int, dict[str, list[list[int]]]], list[tuple[int, int]]]:
    """The plain text, the spans of each attribution, and the regions inside quotation marks."""
    (left, right), (inner_left, inner_right), apostrophe = QUOTES[style]
    shown = {"«": left, "»": right, "‹": inner_left, "›": inner_right, "'": apostrophe, "⟦": "[", "⟧": "]"}
    text, spans, regions, stack, quote = "", {}, [], [], None
    for token in TOKEN.finditer(marked):
        piece, kind = token.group(), token.group(1)
        if kind:
            stack.append((kind, token.group(2), len(text)))
        elif piece == "]":
            kind, numbers, start = stack.pop()
            for number in map(int, numbers.split(",")):
                spans.setdefault(number, {k: [] for k in FIELD.values()})[FIELD[kind]].append([start, len(text)])
        else:
            if quote is not None and piece in "»\n":
                regions.append((quote, len(text)))
                quote = None
            text += shown.get(piece, piece)
            if piece == "«":
                if quote is not None:
                    raise ValueError(f"quotation opened twice: {text[-60:]}")
                quote = len(text)
    if stack or quote is not None:
        raise ValueError(f"left open: {stack or text[quote:]}")
    return text, spans, regions


def kind_of(text: str, content: list[list[int]], regions: list[tuple[int, int]]) -> str:
    """Direct (95 % of the words inside quotation marks), mixed (any) or indirect, as the gold derives it."""
    words = [m.start() for s, e in content for m in WORD.finditer(text, s, e)]
    inside = sum(any(a <= w < b for a, b in regions) for w in words)
    return "direct" if inside >= 0.95 * len(words) else "mixed" if inside else "indirect"


def labels(line: str) -> tuple[list[int], dict[str, object]]:
    """`1,2 Name; source type; outlet; evidence; flags` as fields; `-` stands for null."""
    numbers, rest = line.split(" ", 1)
    speaker, source_type, *more = [None if part.strip() in ("-", "") else part.strip() for part in rest.split(";")]
    relayed, evidence, flags = (more + [None] * 3)[:3]
    if bool(relayed) != (evidence in ("stated", "carried")):
        raise ValueError(f"relay without evidence or evidence without relay: {line}")
    marks = (flags or "").split()
    chain = next((m.removeprefix("chain=").replace("_", " ").split(">") for m in marks if m.startswith("chain=")), None)
    gold = next((m.removeprefix("gold=") for m in marks if m.startswith("gold=")), None)
    out = {
        "cue_class": next((m for m in marks if m in ("other", "none")), "speech"),
        "speaker": speaker,
        "source_type": source_type,
        "gold_source_type": gold or GOLD_TYPE.get(source_type or "unknown", source_type),
        "named": "unnamed" not in marks and speaker is not None and source_type != "anonymous",
        "relayed_by": relayed,
        "relay_evidence": evidence,
    }
    if chain:
        out["relay_chain"] = chain
    return [int(n) for n in numbers.split(",")], out | {
        m: True for m in marks if m in ("own_outlet", "spokesperson", "nosource")
    }


def article(block: str) -> dict[str, object]:
    """One article of the file as one row."""
    head, body, notes = re.fullmatch(r"(.*?)\n(.*)\n@@\n(.*)", block.strip(), re.DOTALL).groups()
    fields = dict(part.strip().split(": ", 1) for part in head.split("|"))
    text, spans, regions = render(body.strip(), fields["style"])
    said: dict[int, dict[str, object]] = {}
    for line in notes.strip().splitlines():
        numbers, about = labels(line)
        said |= dict.fromkeys(numbers, about)
    if set(said) != set(spans):
        raise ValueError(f"{fields['id']}: labels and spans differ: {sorted(set(said) ^ set(spans))}")
    rows = [
        {"id": f"A{n}", **spans[n], "type": kind_of(text, spans[n]["content"], regions), **said[n]}
        for n in sorted(spans)
    ]
    for row in rows:
        if not row["content"] or not (row["cue"] or row["cue_class"] == "none"):
            raise ValueError(f"{fields['id']} {row['id']}: no content or no cue")
        if not row["source"] and not row.pop("nosource", False) and row["cue_class"] != "none":
            raise ValueError(f"{fields['id']} {row['id']}: no source")
    return {
        "id": f"british:{fields['id']}",
        "outlet": fields["outlet"],
        "title": text.split("\n", 1)[0],
        "kind": fields["kind"],
        "quotation_marks": fields["style"],
        "text": text,
        "attributions": rows,
    }


def articles() -> list[dict[str, object]]:
    """All articles, file by file in name order."""
    found = []
    for path in sorted((HERE / "british").glob("*.txt")):
        for block in re.split(r"^@ ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            try:
                found.append(article(block))
            except (ValueError, AttributeError, KeyError) as error:
                raise SystemExit(f"{path.name}: {block.splitlines()[0]}: {error}") from error
    return found


def show(row: dict[str, object]) -> None:
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
