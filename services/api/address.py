"""Our own address as clients know it: behind a proxy it is not the one requests arrive at."""

import re

from starlette.requests import Request

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


def home_of(request: Request, public_url: str | None) -> str:
    """The address of the page, with a slash at its end: the operator's word, else what the request was sent to.

    A Host header that is no host is not echoed.
    """
    if public_url is not None:
        return public_url
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host if _HOST.fullmatch(host) else 'localhost'}/"
