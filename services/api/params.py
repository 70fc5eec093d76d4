"""Query parameters: the event filters, pages, and the refusal of what an address does not know."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi import params as fastapi_params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from services.api.errors import UnknownParameter
from services.api.moments import written_out
from services.api.text import Storable
from services.contracts.vocabulary import EventStatus, MineType, Stage, Topic
from services.database.case_queries import CaseFilters
from services.database.event_filters import EventFilters, FieldFilters

DEFAULT_LIMIT = 50
MAX_LIMIT = 500
_LARGEST_INT = 2_000_000_000


def _split(values: Any) -> Any:
    """`?country=PL,LT` says the same as `?country=PL&country=LT`."""
    if not isinstance(values, list):
        return values
    parts = [[part.strip() for part in str(value).split(",") if part.strip()] for value in values]
    if not all(parts):
        raise ValueError("it is empty: name something, or leave the parameter out for all")
    return [part for named in parts for part in named]


def _as_utc(moment: datetime) -> datetime:
    """A day or a time without an offset is meant in UTC."""
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("this moment is out of range") from error


Text = Annotated[Storable, StringConstraints(max_length=200)]
_Moment = Annotated[datetime, BeforeValidator(written_out), AfterValidator(_as_utc)]
_Country = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$", to_upper=True)]
_Word = Annotated[Text, StringConstraints(to_lower=True)]


_Topics = Annotated[list[Topic], BeforeValidator(_split), Query(description="Any of these topics.")]
_Countries = Annotated[list[_Country], BeforeValidator(_split), Query(description="ISO 3166 alpha-2, such as PL.")]
_Treaties = Annotated[list[_Word], BeforeValidator(_split), Query(description="Treaty ids; see /v1/treaties.")]
_Producers = Annotated[list[Text], Query(description="Makers, compared by letters and digits without case.")]
_MineTypes = Annotated[list[MineType], BeforeValidator(_split), Query(description="Any of these mine types.")]


def _field_filters(
    topic: _Topics = [],  # noqa: B006
    country: _Countries = [],  # noqa: B006
    treaty: _Treaties = [],  # noqa: B006
    stage: Annotated[list[Stage], BeforeValidator(_split), Query(description="Any of these stages.")] = [],  # noqa: B006
    producer: _Producers = [],  # noqa: B006
    mine_type: _MineTypes = [],  # noqa: B006
    language: Annotated[
        list[_Word], BeforeValidator(_split), Query(description="Languages of the reports (ISO 639-1).")
    ] = [],  # noqa: B006
    status: Annotated[
        list[EventStatus],
        BeforeValidator(_split),
        Query(description="Any of these; without it, all but retracted and dismissed events."),
    ] = [],  # noqa: B006
    q: Annotated[
        Text | None,
        Query(description='Words, and "phrases in quotes", that must all occur in the title or in one article.'),
    ] = None,
    min_score: Annotated[float | None, Query(ge=0, le=1, description="Least score.")] = None,
    min_sources: Annotated[
        int | None, Query(ge=0, le=_LARGEST_INT, description="Least number of independent sources.")
    ] = None,
) -> FieldFilters:
    # What the parameters' own types have checked is not checked again.
    return FieldFilters.model_construct(
        topic=tuple(topic),
        country=tuple(country),
        treaty=tuple(treaty),
        stage=tuple(stage),
        producer=tuple(producer),
        mine_type=tuple(mine_type),
        language=tuple(language),
        status=tuple(status),
        q=q,
        min_score=min_score,
        min_sources=min_sources,
    )


FieldQuery = Annotated[FieldFilters, Depends(_field_filters)]


def _event_filters(
    fields: FieldQuery,
    since: Annotated[_Moment | None, Query(description="First seen at this moment or later.")] = None,
    until: Annotated[_Moment | None, Query(description="First seen before this moment.")] = None,
) -> EventFilters:
    return EventFilters.model_construct(**vars(fields), since=since, until=until)


EventQuery = Annotated[EventFilters, Depends(_event_filters)]


def _case_filters(
    topic: _Topics = [],  # noqa: B006
    country: _Countries = [],  # noqa: B006
    treaty: _Treaties = [],  # noqa: B006
    producer: _Producers = [],  # noqa: B006
    mine_type: _MineTypes = [],  # noqa: B006
) -> CaseFilters:
    return CaseFilters(tuple(topic), tuple(country), tuple(treaty), tuple(producer), tuple(mine_type))


CaseQuery = Annotated[CaseFilters, Depends(_case_filters)]
AsOf = Annotated[
    date | None, BeforeValidator(written_out), Query(description="As it stood at the end of this day (UTC).")
]
OnDay = Annotated[
    date | None,
    BeforeValidator(written_out),
    Query(
        description="With the steps that had been taken by the end of this day, and the clocks as they ran then, by "
        "all that is known now. `as_of` asks what was known then."
    ),
]
Since = Annotated[_Moment | None, Query(description="Raised at this moment or later.")]


@dataclass(frozen=True)
class Page:
    """Which part of a list."""

    limit: int
    cursor: str | None


def _page(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Entries in one answer.")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=1000, description="`next_cursor` of the answer before, with the same filters.")
    ] = None,
) -> Page:
    return Page(limit, cursor)


PageQuery = Annotated[Page, Depends(_page)]


def query_of(filters: EventFilters | CaseFilters) -> dict[str, Any]:
    """The filters as a cursor is bound to them."""
    return dict(vars(filters))


async def refuse_unknown(request: Request) -> None:
    """A dependency of every address: a parameter it does not know is an error, not a wider answer."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = {
        field.alias for field in get_flat_params(route.dependant) if isinstance(field.field_info, fastapi_params.Query)
    }
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        names = ", ".join(sorted(known)) or "none"
        raise UnknownParameter(f"unknown: {', '.join(unknown)[:200]}; this address knows: {names}")
