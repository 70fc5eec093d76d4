"""Feeds and pages as markup, built as trees so that no text of an article can break out of its element."""

import email.utils
from collections.abc import Callable, Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from services.demo.chronology import BundledArticle
from services.demo.feeds import FeedFormat, Publisher

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ET.register_namespace("dc", DUBLIN_CORE)
ET.register_namespace("atom", ATOM)

MEDIA_TYPES = {FeedFormat.RSS: "application/rss+xml", FeedFormat.ATOM: "application/atom+xml"}

AddressOf = Callable[[BundledArticle], str]


def feed_xml(publisher: Publisher, articles: Sequence[BundledArticle], home: str, address_of: AddressOf) -> bytes:
    """The feed of `publisher` in its format; `articles` newest first."""
    build = _atom if publisher.format is FeedFormat.ATOM else _rss
    return _document(build(publisher, articles, home, address_of))


def article_html(publisher: Publisher, article: BundledArticle) -> bytes:
    """The page of one article."""
    root, body = _page(article.title, article.language)
    _text(body, "p", publisher.title)
    _text(body, "h1", article.title)
    _text(body, "time", article.published_at.date().isoformat(), datetime=article.published_at.isoformat())
    _text(body, "p", article.text)
    return _html(root)


def index_html(publishers: Sequence[Publisher]) -> bytes:
    """The page that lists the publishers."""
    root, body = _page("Invented publishers of the Ottawatch demo", "en")
    _text(body, "h1", "Invented publishers of the Ottawatch demo")
    listing = ET.SubElement(body, "ul")
    for publisher in publishers:
        _text(ET.SubElement(listing, "li"), "a", f"{publisher.title} ({publisher.kind})", href=publisher.feed_path)
    return _html(root)


def http_date(moment: datetime) -> str:
    """`moment` as HTTP headers write it."""
    return email.utils.format_datetime(moment, usegmt=True)


def _rss(publisher: Publisher, articles: Sequence[BundledArticle], home: str, address_of: AddressOf) -> ET.Element:
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", publisher.title)
    _text(channel, "link", home)
    _text(channel, "description", f"News from {publisher.title}, an invented publisher")
    if publisher.language:
        _text(channel, "language", publisher.language)
    if articles:
        _text(channel, "lastBuildDate", http_date(articles[0].published_at))
    for article in articles:
        item = ET.SubElement(channel, "item")
        _text(item, "title", article.title)
        _text(item, "link", address_of(article))
        _text(item, "guid", article.url, isPermaLink="false")
        _text(item, "pubDate", email.utils.format_datetime(article.published_at))
        _text(item, f"{{{DUBLIN_CORE}}}language", article.language)
        _text(item, "description", _paragraph(article.text))
    return root


def _atom(publisher: Publisher, articles: Sequence[BundledArticle], home: str, address_of: AddressOf) -> ET.Element:
    root = ET.Element(f"{{{ATOM}}}feed")
    if publisher.language:
        root.set(XML_LANGUAGE, publisher.language)
    _text(root, f"{{{ATOM}}}title", publisher.title)
    _text(root, f"{{{ATOM}}}id", f"https://{publisher.host}/")
    ET.SubElement(root, f"{{{ATOM}}}link", href=home)
    if articles:
        _text(root, f"{{{ATOM}}}updated", articles[0].published_at.isoformat())
    for article in articles:
        entry = ET.SubElement(root, f"{{{ATOM}}}entry", {XML_LANGUAGE: article.language})
        _text(entry, f"{{{ATOM}}}title", article.title)
        _text(entry, f"{{{ATOM}}}id", article.url)
        ET.SubElement(entry, f"{{{ATOM}}}link", href=address_of(article), rel="alternate")
        _text(entry, f"{{{ATOM}}}published", article.published_at.isoformat())
        _text(entry, f"{{{ATOM}}}updated", article.published_at.isoformat())
        _text(entry, f"{{{ATOM}}}content", _paragraph(article.text), type="html")
    return root


def _paragraph(text: str) -> str:
    """Feed readers take a description for HTML, so it is written as HTML."""
    paragraph = ET.Element("p")
    paragraph.text = text
    return ET.tostring(paragraph, encoding="unicode", method="html")


def _page(title: str, language: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("html", lang=language)
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    _text(head, "title", title)
    return root, ET.SubElement(root, "body")


def _html(root: ET.Element) -> bytes:
    return b"<!doctype html>\n" + ET.tostring(root, encoding="unicode", method="html").encode()


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _document(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
