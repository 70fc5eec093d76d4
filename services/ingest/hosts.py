"""Good manners towards one host: few requests at a time, and a pause between them. Pure but for what it counts."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from services.runtime.addresses import is_in
from services.runtime.settings import IpNetwork

_FORGET_ABOVE = 10_000


@dataclass
class _Host:
    under_way: int = 0
    next_start: float = 0.0


@dataclass
class Hosts:
    """Who is being asked at the moment, and from when on each may be asked again. Times are a monotonic clock's."""

    at_once: int
    spacing_seconds: float
    own_networks: tuple[IpNetwork, ...] = ()
    """A host written as an address of these is the operator's own and is not spared."""
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def wait(self, url: str, now: float) -> float:
        """Seconds until the host of `url` may be asked again; 0 when it may be now."""
        host = self._hosts.get(self._named(url))
        if host is None:
            return 0.0
        if host.under_way >= self.at_once:
            return max(host.next_start - now, 1.0)
        return max(host.next_start - now, 0.0)

    def begin(self, url: str, now: float) -> None:
        """A request to the host of `url` starts."""
        name = self._named(url)
        if name:
            if len(self._hosts) > _FORGET_ABOVE:
                self._forget(now)
            host = self._hosts.setdefault(name, _Host())
            host.under_way += 1
            host.next_start = now + self.spacing_seconds

    def end(self, url: str) -> None:
        """It has ended."""
        host = self._hosts.get(self._named(url))
        if host is not None:
            host.under_way = max(0, host.under_way - 1)

    def _named(self, url: str) -> str:
        """The host's name, or nothing for one that need not be spared."""
        try:
            name = (urlsplit(url).hostname or "").rstrip(".")
        except ValueError:
            return ""
        return "" if is_own(name, self.own_networks) else name

    def _forget(self, now: float) -> None:
        idle = [name for name, host in self._hosts.items() if not host.under_way and host.next_start <= now]
        for name in idle:
            del self._hosts[name]


def is_own(host: str, own_networks: Iterable[IpNetwork]) -> bool:
    """Whether the operator said that this host is on a network of theirs; of names only `localhost` says so."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        return False
    return is_in(address, own_networks)
