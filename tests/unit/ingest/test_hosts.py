"""Good manners towards one host."""

import ipaddress

import pytest

from services.ingest.hosts import Hosts

FEED, OTHER = "https://news.example/a.xml", "https://News.example.:443/b.xml"
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def test_two_feeds_of_one_host_begin_five_seconds_apart() -> None:
    hosts = Hosts(at_once=2, spacing_seconds=5)
    assert hosts.wait(FEED, 100) == 0
    hosts.begin(FEED, 100)
    assert hosts.wait(OTHER, 101) == 4
    assert hosts.wait("https://elsewhere.example/", 101) == 0
    assert hosts.wait(OTHER, 105) == 0


def test_no_more_than_so_many_are_under_way_at_one_host() -> None:
    hosts = Hosts(at_once=2, spacing_seconds=0)
    hosts.begin(FEED, 1)
    hosts.begin(OTHER, 1)
    assert hosts.wait(FEED, 9) > 0
    hosts.end(OTHER)
    assert hosts.wait(FEED, 9) == 0


@pytest.mark.parametrize(
    ("url", "is_spared"),
    [
        ("http://127.0.0.1:80/a", False),
        ("http://127.9.9.9/a", False),
        ("http://192.168.0.1/a", True),
        ("http://localhost/a", False),
        ("http://[bad/a", False),
    ],
)
def test_the_operator_s_own_addresses_are_not_spared(url: str, is_spared: bool) -> None:
    hosts = Hosts(at_once=1, spacing_seconds=5, own_networks=LOOPBACK)
    hosts.begin(url, 0)
    assert (hosts.wait(url, 0) > 0) == is_spared


def test_hosts_that_nobody_waits_for_are_forgotten() -> None:
    hosts = Hosts(at_once=1, spacing_seconds=5)
    for number in range(25_000):
        hosts.begin(f"https://h{number}.example/", number)
        hosts.end(f"https://h{number}.example/")
    assert len(hosts._hosts) < 12_000
