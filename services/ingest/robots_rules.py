"""What a robots.txt says of one address, by protego. Only parse workers import this."""

from protego import Protego


def allowed(body: bytes, *, url: str, agent: str) -> tuple[bool, float]:
    """Whether `agent` may fetch `url`, and the seconds it is asked to leave between requests."""
    rules = Protego.parse(body.decode("utf-8", "replace"))
    return rules.can_fetch(url, agent), float(rules.crawl_delay(agent) or 0.0)
