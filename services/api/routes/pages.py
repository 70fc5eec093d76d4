"""`/`, `/docs` and the files they load: all from this package, none from elsewhere."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.api.answers import validated
from services.api.errors import NotFound

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).parent.parent / "web"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
# Read once, at the first import of the routes: a request can name a file, but never a path.
_FILES = {path.name: path.read_bytes() for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


@router.get("/")
async def page(request: Request) -> Response:
    """The live page. It holds no data itself; what it shows it asks the API for."""
    return _file(request, "index.html")


@router.get("/docs")
async def documentation(request: Request) -> Response:
    """Every address of the API, read from /openapi.json."""
    return _file(request, "docs.html")


@router.get("/favicon.ico")
async def icon(request: Request) -> Response:
    """The icon, for browsers that ask for it by its old name."""
    return _file(request, "icon.svg")


@router.get("/web/{name}")
async def asset(request: Request, name: str) -> Response:
    """A script, a style sheet or an image of the pages."""
    return _file(request, name)


def _file(request: Request, name: str) -> Response:
    content = _FILES.get(name)
    if content is None:
        raise NotFound(f"there is no file {name[:80]!r}")
    return validated(request, content, _TYPES[Path(name).suffix], headers={"Cache-Control": "no-cache"})
