import ipaddress

import pytest

from services.api.targets import refusal, written_wrong
from services.runtime.resolve import Resolver

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
RESOLVER = Resolver(1)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/", "https://"),
        ("example.org/hook", "https://"),
        ("https:///hook", "no host"),
        ("https://user:word@example.org/", "credentials"),
        ("https://user@example.org/", "credentials"),
        ("https://example.org:0/", "port 0"),
        ("https://example.org:99999/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("https://example.org/a b", "spaces"),
        ("https://example.org/\r\nX-Evil: 1", "control characters"),
        ("https://example.org\\@127.0.0.1/", "backslashes"),
        ("https://example.org/" + "a" * 2048, "longer than"),
    ],
)
def test_an_address_that_is_written_wrong_is_refused_in_plain_words(url: str, words: str) -> None:
    assert words in (written_wrong(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://10.1.2.3/",
        "https://localhost/",
    ],
)
async def test_private_targets_are_refused_however_they_are_written(url: str) -> None:
    assert "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS" in (await refusal(url, (), RESOLVER) or "")


async def test_plain_http_is_for_allowed_private_networks_only() -> None:
    assert await refusal("http://127.0.0.1:9/hook", LOOPBACK, RESOLVER) is None
    assert await refusal("https://127.0.0.1:9/hook", LOOPBACK, RESOLVER) is None
    assert "https://" in (await refusal("http://93.184.216.34/", LOOPBACK, RESOLVER) or "")
    assert await refusal("https://93.184.216.34/", (), RESOLVER) is None
