"""Words, HTML and JSON that others wrote → what may stand on a page: text stays text, tables stay tables, nothing runs."""

import base64
import hashlib
import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

import bleach  # type: ignore[import-untyped]
import mistune
from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]
from markupsafe import Markup

_TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_PROPERTIES: Final = frozenset(
    [
        "background-color",
        "border",
        "border-bottom",
        "border-top",
        "color",
        "font-style",
        "font-weight",
        "text-align",
        "text-decoration",
        "vertical-align",
        "white-space",
        "width",
    ]
)
_ATTRIBUTES: Final = frozenset({"class", "colspan", "rowspan", "scope", "style", "title"})
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def script_json(value: Any) -> Markup:
    """JSON that stays JSON inside a ``<script>`` element, whatever the data says."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # nothing that HTML reads is left in it


def fingerprint(text: str) -> str:
    """Source expression by which a content security policy knows one script: ``'sha256-…'``."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def web_address(url: object) -> str | None:
    """The address, if a reader may follow it: http or https with a host; else None."""
    parts = urlsplit(url.strip()) if isinstance(url, str) else None
    return parts.geturl() if parts and parts.scheme in {"http", "https"} and parts.hostname else None


def markdown(text: str) -> Markup:
    """Markdown as HTML; HTML in it is shown as text."""
    render = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
    return clean(str(render(text)))


def clean(markup: str) -> Markup:
    """HTML without anything that runs, loads or points elsewhere than to the web; tags that we do not know become text."""
    kept = bleach.clean(
        _STYLE.sub("", markup),
        tags=_TAGS,
        attributes=_allowed,
        protocols={"http", "https"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=_PROPERTIES),
        strip_comments=True,
    )
    return Markup(kept.replace("<a href=", '<a rel="noopener noreferrer" href='))  # noqa: S704  # bleach cleaned it


def table(markup: str, name: str) -> Markup:
    """A table as pandas or polars writes it, cleaned; a Styler's random ids become *name*, so that pages are the same twice."""
    styler = re.search(r'<table id="(T_\w+)"', markup)
    if not styler:
        return clean(markup)
    own = markup.replace(styler[1], name)
    rules = "".join(_RULE.sub(lambda rule: _rule(rule, name), css) for css in _STYLE.findall(own))
    # A heading without words is read aloud as one; pandas puts such cells over its row names.
    body = re.sub(r'<th class="(blank[^"]*)"([^>]*)>(?:&nbsp;|\s)*</th>', r'<td class="\1"\2></td>', own)
    style = f"<style>{rules}</style>" if rules else ""
    return Markup(style) + clean(body)  # noqa: S704  # _rule lets through what cannot leave the style element


def _rule(rule: re.Match[str], name: str) -> str:
    """One CSS rule, if all of its selectors stay in the table and its values load nothing."""
    selectors, values = rule[1].strip(), rule[2]
    stays = all(part.strip().startswith(f"#{name}") for part in selectors.split(","))
    tame = not re.search(r"[<\\@]|url\s*\(|expression|position|content", selectors + values, re.IGNORECASE)
    return f"{selectors}{{{values.strip()}}}\n" if stays and tame else ""


def _allowed(tag: str, attribute: str, value: str) -> bool:
    if attribute == "href":
        return tag == "a" and web_address(value) is not None
    if attribute == "id":
        return bool(re.fullmatch(r"table-\d+(_\w+)?", value))
    return attribute in _ATTRIBUTES
