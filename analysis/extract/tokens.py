"""Text that a tokeniser took apart → text as people write it: ``do n't , he said .`` → ``don't, he said.``."""

import re

_APART = re.compile(r"\s[,.;:!?](?=\s|$)")
# Short words before a stop are abbreviations, which tokenisers leave whole: "Mr.".
_TOGETHER = re.compile(r"\w[,;:!?](?=\s|$)|\w{4,}\.(?=\s|$)")
_MIN, _SHARE = 3, 0.8
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"``\s*"), "“"),
    (re.compile(r"\s*''(?=\s|$|[,.;:!?])"), "”"),
    (re.compile(r"(?<=\w)\s+([nN])\s?(['’])\s?([tT])\b"), r"\1\2\3"),
    (re.compile(r"(?<=\w)\s+(['’])\s?(s|re|ve|ll|d|m|S|RE|VE|LL|D|M)\b(?!['’])"), r"\1\2"),
    (re.compile(r"\b(gon|wan|got)\s+(na|ta)\b"), r"\1\2"),
    (re.compile(r"(?<=\w)\s+'(?=\s|$)"), "'"),
    (re.compile(r"([“‘(\[{])\s+"), r"\1"),
    (re.compile(r"\s+([”’)\]}])"), r"\1"),
    (re.compile(r"\s+([,;:!?%])(?=\s|$|[”’\"')\]])"), r"\1"),
    (re.compile(r"\s+(\.)(?=\s|$|[”’\"')\]])(?!\s\.)"), r"\1"),
    (re.compile(r"\s+(\.\.\.|…)"), r"\1"),
    (re.compile(r"([$£€#])\s+(?=\d)"), r"\1"),
)  # fmt: skip
_STRAIGHT = re.compile(r"\s*\"\s*")


def tokenised(text: str) -> bool:
    """Whether marks stand apart from their words throughout: at least three do, and four in five of all."""
    apart, together = len(_APART.findall(text)), len(_TOGETHER.findall(text))
    return apart >= _MIN and apart >= _SHARE * (apart + together)


def joined(text: str) -> str:
    """The same words with marks where people write them; line breaks stay. For text that `tokenised` finds apart."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    for pattern, mended in _RULES:
        line = pattern.sub(mended, line)
    return re.sub(r"[^\S\n]{2,}", " ", _straight(line)).strip()


def _straight(line: str) -> str:
    """Straight double quotation marks open and close by turns, where their number is even."""
    if line.count('"') % 2:
        return line
    opens = False

    def turned(_: re.Match[str]) -> str:
        nonlocal opens
        opens = not opens
        return ' "' if opens else '" '

    return re.sub(r'" (?=[,.;:!?)])', '"', _STRAIGHT.sub(turned, line)).strip()
