"""Which network addresses outside input may make us connect to. Pure: no name is resolved here."""

import ipaddress
from collections.abc import Iterable

from services.runtime.errors import ForbiddenAddress
from services.runtime.settings import IpNetwork

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# `is_global` alone will not do: it calls NAT64, 6to4 and multicast addresses global, and the first two carry an
# IPv4 address inside that may be private. What they wrap is judged instead; these ranges are refused outright.
_NEVER_PUBLIC = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "192.0.0.0/24",  # IETF protocol assignments: two of them are anycast addresses of the local network
        "192.88.99.0/24",  # 6to4 relay anycast, RFC 7526
        "224.0.0.0/4",
        "240.0.0.0/4",
        # All IPv6 outside 2000::/3, the only part that is given out as public. IPv4-compatible and IPv4-translated
        # addresses, local-use NAT64, segment routing, site-local and multicast lie there.
        "::/3",
        "4000::/2",
        "8000::/1",
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "3fff::/20",  # documentation, RFC 9637
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052


def unwrapped(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 address carries inside (mapped, NAT64, 6to4), else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.sixtofour is not None:
            return address.sixtofour
    return address


def is_allowed(address: IpAddress, allowed_private: Iterable[IpNetwork] = ()) -> bool:
    """Whether a feed or webhook may make us connect to `address`: it is public, or the operator allowed it."""
    inner = unwrapped(address)
    if is_in(inner, allowed_private):
        return True
    if any(inner.version == network.version and inner in network for network in _NEVER_PUBLIC):
        return False
    return inner.is_global


def is_in(address: IpAddress, networks: Iterable[IpNetwork]) -> bool:
    """Whether the address lies in any of the networks."""
    return any(address.version == network.version and address in network for network in networks)


def require_allowed(
    host: str, addresses: Iterable[IpAddress], allowed_private: Iterable[IpNetwork], *, only_private: bool = False
) -> None:
    """Raise `ForbiddenAddress`, in words, if even one address of `host` may not be reached.

    With `only_private` the public ones may not either: what goes in the clear stays in the networks named.
    """
    networks = tuple(allowed_private)
    for address in addresses:
        if not is_allowed(address, networks):
            which = "" if host == str(address) else f"at {address}, which is "
            raise ForbiddenAddress(
                f"{host} is {which}not a public address; to allow it, add its network to "
                "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS"
            )
        if only_private and not is_in(unwrapped(address), networks):
            raise ForbiddenAddress(
                f"{host} is outside the networks of OTTAWATCH_ALLOWED_PRIVATE_NETWORKS, so its address must begin "
                "with https://"
            )
