"""Markup to plain text: paragraphs become lines, and nothing that could hide or break text is left in it.

Runs in the parse workers: standard library only.
"""

import re
from html import unescape
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure "  # noqa: SIM905 - a list would take fifty lines
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody tfoot thead "
    "title tr ul".split()
)
_SPACES = frozenset(("td", "th"))
_BORDER = "\x1e"  # a control character stands for a block's border until all is gathered; texts cannot hold it
_HIDDEN = frozenset("audio canvas iframe math noscript object script style svg template textarea video".split())  # noqa: SIM905
_CODE = frozenset(("script", "style", "template", "textarea"))
"""Of the hidden ones those whose content is for no reader, closed or not."""

_FURNITURE = frozenset(("aside", "button", "dialog", "footer", "form", "header", "menu", "nav", "select"))

# Letters 0x80-0x9f are controls in Unicode; where they turn up, the text was windows-1252 taken for Latin-1.
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
# Besides controls: soft hyphens and byte order marks (they split words for a reader of patterns), overrides of the
# writing direction (they show a text other than the one that is there), and halves of characters (not encodable).
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SPACE_RUN = re.compile(r"[^\S\n]+")
_TAG = re.compile(r"<[^<>]*>")
_MOST_UNCLOSED = 200
"""The standard parser takes quadratic time over tags that never close; no honest text has this many."""


def cleaned(text: str) -> str:
    """Plain text without control characters: runs of space are one space, runs of empty lines are none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _SPACE_RUN.sub(" ", _UNWANTED.sub("", text.translate(_MISREAD)))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def html_to_text(markup: str) -> str:
    """The text of a piece of HTML, cleaned, one line a block. Plain text comes back as itself, cleaned."""
    if "<" not in markup and "&" not in markup:
        return cleaned(markup)
    return cleaned(_gathered(markup, _HIDDEN)[1])


def html_to_line(markup: str) -> str:
    """The same on one line, for titles."""
    return html_to_text(markup).replace("\n", " ")


def page_to_text(markup: str) -> tuple[str, str]:
    """Title and text of a whole page, without its navigation, forms and footers."""
    title, gathered = _gathered(markup, _HIDDEN | _FURNITURE, is_page=True)
    text = cleaned(gathered)
    if not text:  # some pages put everything inside a form or a header
        text = html_to_text(markup)
    return cleaned(title).replace("\n", " "), text


def _gathered(markup: str, hidden: frozenset[str], *, is_page: bool = False) -> tuple[str, str]:
    """Title and text, without what stands in `hidden` elements.

    One that is never closed would hide all that follows it, so it hides nothing; only code stays hidden.
    """
    while True:
        collector = _Collector(hidden=hidden, is_page=is_page)
        text = collector.run(markup)
        if collector.left_open is None or collector.left_open in _CODE:
            return "".join(collector.title), text
        hidden -= {collector.left_open}


def _stripped(markup: str) -> str:
    """The text between tags, for markup that is past parsing."""
    return unescape(_TAG.sub("\n", markup))


class _Collector(HTMLParser):
    """Gathers text; what stands inside a hidden element is left out."""

    def __init__(self, *, hidden: frozenset[str], is_page: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self._hidden = hidden
        self._is_page = is_page
        self._pieces: list[str] = []
        self.left_open: str | None = None
        """The hidden element that the text is in."""
        self._depth = 0
        self._in_title = False
        self._in_pre = 0

    def run(self, markup: str) -> str:
        """All the text of `markup`, with a line break at each block's border.

        Where there are blocks, line breaks inside them are only how somebody wrapped the source; without any, the
        text is plain and its line breaks are its paragraphs.
        """
        if markup.count("<") - markup.count(">") > _MOST_UNCLOSED:
            return _stripped(markup)
        try:
            self.feed(markup)
            self.close()
        except AssertionError:  # the standard parser's answer to some broken declarations, "<![x"
            return _stripped(markup)
        text = "".join(self._pieces)
        if _BORDER in text:
            text = text.replace("\n", " ").replace("\r", " ")
        return text.replace(_BORDER, "\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a hidden element, or mark a border."""
        if self.left_open is not None:
            self._depth += tag == self.left_open
        elif tag in self._hidden:
            self.left_open, self._depth = tag, 1
        else:
            self._in_title = self._is_page and tag == "title" and not self.title
            self._in_pre += tag == "pre"
            self._mark(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself hides nothing."""
        self._mark(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a hidden element, or mark a border."""
        if self.left_open is not None:
            self._depth -= tag == self.left_open
            if self._depth == 0:
                self.left_open = None
            return
        if tag == "title":
            self._in_title = False
        if tag == "pre":
            self._in_pre = max(0, self._in_pre - 1)
        self._mark(tag)

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        if self.left_open is not None:
            return
        if self._in_title:
            self.title.append(data)
        elif self._in_pre:
            self._pieces.append(data.replace(_BORDER, "").replace("\n", _BORDER))
        else:
            self._pieces.append(data.replace(_BORDER, ""))

    def _mark(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._pieces.append(_BORDER)
        elif tag in _SPACES:
            self._pieces.append(" ")
