"""A word processor's file (DOCX, RTF) or a page → its paragraphs as lines of text."""

import re
from collections.abc import Iterator
from io import BytesIO

import lxml.html

from analysis.collect.records import decoded
from analysis.collect.zips import Zip
from analysis.errors import BadInput, Unreadable

_LARGEST = 200_000_000
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "li", "tr", "td", "br"})
_INSTRUCTION = re.compile(r"(\\fldinst)(?=\{)", re.IGNORECASE)
_LONGEST_FONTS = 20_000
_EXTRA = "install it with: pip install 'samestory[files]'"


def of_docx(body: bytes) -> list[str]:
    """Paragraphs of a Word file in their order, those of its tables left out.

    Raises:
        Unreadable: damaged, or it unpacks to more than 200 MB.
        BadInput: the extra ``files`` is not installed.
    """
    with Zip(body) as archive:
        archive.all_small(_LARGEST)
    try:
        # An optional extra: most people bring no Word files.
        import docx
    except ImportError:
        raise BadInput(f"to read Word files, python-docx is needed; {_EXTRA}") from None
    try:
        return [line for part in docx.Document(BytesIO(body)).paragraphs for line in part.text.split("\n")]
    except Exception as why:  # noqa: BLE001 - the library lets through whatever a damaged file provokes in it
        raise Unreadable(f"a damaged Word file: {type(why).__name__}: {' '.join(str(why).split())[:200]}") from None


def of_rtf(body: bytes) -> list[str]:
    """Lines of an RTF file; of a link what is shown.

    Raises:
        Unreadable: damaged, or larger than 200 MB.
        BadInput: the extra ``files`` is not installed.
    """
    if len(body) > _LARGEST:
        raise Unreadable(f"larger than {_LARGEST // 1_000_000} MB")
    try:
        # An optional extra, as above.
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise BadInput(f"to read RTF files, striprtf is needed; {_EXTRA}") from None
    # The library's pattern of links takes all between the first and the last of a line, and more time than there is.
    plain = _INSTRUCTION.sub(r"\1 ", body.decode("latin-1"))
    _check_fonts(plain)
    try:
        text: str = rtf_to_text(plain, errors="replace")  # type: ignore[no-untyped-call]
    except Exception as why:  # noqa: BLE001 - as above
        raise Unreadable(f"a damaged RTF file: {type(why).__name__}: {' '.join(str(why).split())[:200]}") from None
    # Letters beyond 16 bits come as two halves.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.split("\n")


def of_html(body: bytes) -> list[str]:
    """Blocks of a page as lines, scripts and styles left out.

    Raises:
        Unreadable: no HTML in it, or bytes that are no text.
    """
    return [" ".join(line.split()) for line in "".join(_texts(parsed(body))).split("\n")]


def parsed(body: bytes) -> lxml.html.HtmlElement:
    """A page's tree.

    Raises:
        Unreadable: no HTML in it, or bytes that are no text.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded(body))
    try:
        return lxml.html.document_fromstring(text.replace("\r", ""), parser=lxml.html.HTMLParser(huge_tree=True))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("no HTML in it") from None


def _check_fonts(text: str) -> None:
    """Nothing, unless the table of fonts is one that the library's pattern would never be done with."""
    start = text.find("\\fonttbl")
    end = text.find("}}", start) if start >= 0 else 0
    fonts = text[start : end if end >= 0 else None] if start >= 0 else ""
    if len(fonts) > _LONGEST_FONTS or any(font.count("\\fcharset") > 1 for font in fonts.split(";")):
        raise Unreadable("a damaged RTF file: its table of fonts does not end")


def _texts(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Texts of a tree in their order, each block between line breaks."""
    for event, node in lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        block = "\n" if node.tag in _BLOCKS else ""
        if event == "start":
            yield block + ("" if node.tag in {"script", "style"} else node.text or "")
        else:
            yield block + (node.tail or "")
