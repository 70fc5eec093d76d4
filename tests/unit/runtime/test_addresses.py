"""Which addresses a feed or webhook may lead to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.addresses import is_allowed, is_in, unwrapped
from services.runtime.settings import IpNetwork

PRIVATE_V4 = st.sampled_from(
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "0.0.0.0/8"]
).flatmap(lambda text: st.ip_addresses(v=4, network=text))


def wrap_mapped(inner: ipaddress.IPv4Address) -> ipaddress.IPv6Address:
    return ipaddress.IPv6Address(0xFFFF << 32 | int(inner))


def wrap_nat64(inner: ipaddress.IPv4Address) -> ipaddress.IPv6Address:
    return ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(inner))


def wrap_6to4(inner: ipaddress.IPv4Address) -> ipaddress.IPv6Address:
    return ipaddress.IPv6Address(0x2002 << 112 | int(inner) << 80)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("10.1.2.3", id="private v4 /8"),
        pytest.param("172.31.255.254", id="private v4 /12"),
        pytest.param("192.168.1.1", id="private v4 /16"),
        pytest.param("127.0.0.1", id="loopback v4"),
        pytest.param("127.200.0.9", id="loopback v4, not the usual one"),
        pytest.param("169.254.169.254", id="cloud metadata v4"),
        pytest.param("100.64.0.1", id="carrier-grade NAT"),
        pytest.param("100.100.100.200", id="another cloud's metadata, in carrier-grade NAT"),
        pytest.param("0.0.0.0", id="this host"),  # noqa: S104
        pytest.param("0.1.2.3", id="this network"),
        pytest.param("192.0.0.9", id="port control protocol anycast"),
        pytest.param("192.0.2.1", id="documentation v4, first"),
        pytest.param("198.51.100.7", id="documentation v4, second"),
        pytest.param("203.0.113.7", id="documentation v4, third"),
        pytest.param("198.18.0.1", id="benchmarks"),
        pytest.param("192.88.99.1", id="6to4 relay anycast"),
        pytest.param("224.0.0.1", id="multicast v4"),
        pytest.param("239.255.255.250", id="multicast v4, site"),
        pytest.param("240.0.0.1", id="reserved v4"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("::", id="unspecified v6"),
        pytest.param("::1", id="loopback v6"),
        pytest.param("fe80::1", id="link-local v6"),
        pytest.param("fec0::1", id="site-local v6"),
        pytest.param("fd00:ec2::254", id="cloud metadata v6"),
        pytest.param("fc00::1", id="unique local v6"),
        pytest.param("ff02::1", id="multicast v6"),
        pytest.param("2001:db8::1", id="documentation v6"),
        pytest.param("3fff::1", id="documentation v6, newer"),
        pytest.param("100::1", id="discard only"),
        pytest.param("5f00::1", id="segment routing"),
        pytest.param("4000::1", id="not given out"),
        pytest.param("::127.0.0.1", id="IPv4-compatible loopback"),
        pytest.param("::ffff:127.0.0.1", id="mapped loopback"),
        pytest.param("::ffff:0:127.0.0.1", id="translated loopback"),
        pytest.param("64:ff9b::7f00:1", id="NAT64 of loopback"),
        pytest.param("64:ff9b::a9fe:a9fe", id="NAT64 of cloud metadata"),
        pytest.param("64:ff9b:1::808:808", id="local-use NAT64"),
        pytest.param("2002:7f00:1::", id="6to4 of loopback"),
        pytest.param("2001:0:4136:e378:8000:63bf:3fff:fdd2", id="Teredo"),
    ],
)
def test_what_is_not_public_is_refused(text: str) -> None:
    assert not is_allowed(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001::200e",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_what_is_public_is_reached_without_permission(text: str) -> None:
    assert is_allowed(ipaddress.ip_address(text))


@given(PRIVATE_V4, st.sampled_from([wrap_mapped, wrap_nat64, wrap_6to4]))
def test_a_private_address_is_refused_in_every_wrapping(
    inner: ipaddress.IPv4Address, wrap: type[ipaddress.IPv6Address]
) -> None:
    assert unwrapped(wrap(inner)) == inner
    assert not is_allowed(wrap(inner))


@given(st.ip_addresses(v=6))
def test_an_address_that_unwraps_to_a_private_one_is_never_allowed(address: ipaddress.IPv6Address) -> None:
    inner = unwrapped(address)
    if inner.version == 4 and not inner.is_global:
        assert not is_allowed(address)


@given(st.ip_addresses(v=4), st.integers(8, 32))
def test_an_allowed_network_allows_itself_and_nothing_else(address: ipaddress.IPv4Address, length: int) -> None:
    network: IpNetwork = ipaddress.ip_network((address, length), strict=False)
    assert is_allowed(network.network_address, [network])
    assert is_allowed(network.broadcast_address, [network])
    for outside in (int(network.network_address) - 1, int(network.broadcast_address) + 1):
        if 0 <= outside < 2**32:
            neighbour = ipaddress.IPv4Address(outside)
            assert is_allowed(neighbour, [network]) == is_allowed(neighbour)


def test_an_allowed_network_also_allows_its_addresses_wrapped_in_v6() -> None:
    allowed = [ipaddress.ip_network("10.0.0.0/8")]
    assert is_allowed(ipaddress.ip_address("::ffff:10.1.2.3"), allowed)
    assert not is_allowed(ipaddress.ip_address("::ffff:192.168.1.1"), allowed)


def test_allowed_v6_networks_say_nothing_about_v4() -> None:
    everything_v6 = [ipaddress.ip_network("::/0")]
    assert is_allowed(ipaddress.ip_address("::1"), everything_v6)
    assert not is_allowed(ipaddress.ip_address("127.0.0.1"), everything_v6)
    assert not is_in(ipaddress.ip_address("127.0.0.1"), everything_v6)
