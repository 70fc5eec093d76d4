"""What reviewers send: read strictly, so that a mistyped field is told at once and not by a silent review."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from services.api.text import Storable
from services.contracts.review import CorrectedFields, EnteredFields
from services.contracts.vocabulary import ReviewAction
from services.reference.countries import all_countries
from services.reference.treaties import all_treaties

Reason = Annotated[Storable, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Source = Annotated[Storable, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=2_048)]
EventId = Annotated[str, StringConstraints(pattern=r"^evt_[0-9a-f]{24}$")]
ReviewId = Annotated[str, StringConstraints(pattern=r"^rev_[0-9a-f]{24}$")]
ArticleId = Annotated[str, StringConstraints(pattern=r"^art_[0-9a-f]{24}$")]

_NEEDED = {
    ReviewAction.CORRECT: "fields",
    ReviewAction.MERGE: "into",
    ReviewAction.SPLIT: "article_ids",
    ReviewAction.UNDO: "undoes",
}
"""What each action is nothing without, and no other action takes."""


class NewReview(BaseModel):
    """One reviewer's word on one event."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "action": "correct",
                "fields": {"notified_on": "2025-08-20"},
                "reason": "the depositary's notification",
                "source_url": "https://treaties.un.org/",
            }
        },
    )

    action: ReviewAction = Field(description="`enter` goes to `POST /v1/events`.")
    fields: dict[str, Any] = Field(default_factory=dict, description="For `correct`: facts and their values.")
    into: EventId | None = Field(default=None, description="For `merge`: the event it goes into.")
    article_ids: tuple[ArticleId, ...] = Field(
        default=(), max_length=500, description="For `split`: the articles that report another step."
    )
    undoes: ReviewId | None = Field(default=None, description="For `undo`: the review that is taken back.")
    reason: Reason | None = None
    source_url: Source | None = Field(default=None, description="Where the reviewer read it.")

    @model_validator(mode="after")
    def _says_what_its_action_needs(self) -> Self:
        if self.action is ReviewAction.ENTER:
            raise PydanticCustomError("enter_elsewhere", "an event is entered by hand at POST /v1/events")
        for action, name in _NEEDED.items():
            if self.action is action and not getattr(self, name):
                raise PydanticCustomError("missing", "`{action}` needs `{name}`", {"action": str(action), "name": name})
            if self.action is not action and getattr(self, name):
                raise PydanticCustomError(
                    "unused", "`{name}` belongs to `{action}`", {"action": str(action), "name": name}
                )
        return self


class NewEvent(EnteredFields):
    """An event that no article reported, entered by hand."""

    producer: Annotated[Storable, StringConstraints(min_length=1, max_length=200)] | None = None
    source_url: Source = Field(description="Where it is told; it counts as its first source.")
    reason: Reason | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the event alone, as they travel."""
        return self.model_dump(mode="json", exclude_unset=True, exclude={"source_url", "reason"})


def corrections(fields: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The corrected fields as they travel, and what is wrong with them: a name and words for each."""
    try:
        checked = CorrectedFields.model_validate(fields)
    except ValidationError as error:
        return {}, [
            (".".join(("fields", *map(str, fault["loc"]))), str(fault["msg"]).removeprefix("Value error, "))
            for fault in error.errors()
        ]
    faults = [(f"fields.{name}", words) for name, words in unknown_places(checked.country, checked.treaty)]
    if "\x00" in (checked.producer or ""):
        faults.append(("fields.producer", "holds a character that no text has"))
    return checked.model_dump(mode="json", exclude_unset=True), faults


def unknown_places(country: str | None, treaty: str | None) -> list[tuple[str, str]]:
    """Names of countries and treaties that nobody described, with words for each."""
    faults = []
    if country is not None and country not in all_countries():
        faults.append(("country", f"no country has the code {country}"))
    known = [entry.id for entry in all_treaties()]
    if treaty is not None and treaty not in known:
        faults.append(("treaty", f"no treaty {treaty}; known: {', '.join(known)}"))
    return faults
