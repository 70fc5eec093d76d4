"""What somebody may wish for when making or changing a subscription, and what is refused."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, model_validator

from services.api.formats import Format
from services.api.match import AlertFilters
from services.api.sign import SignatureKind
from services.api.template import MAX_TEMPLATE_CHARACTERS, check_template, render_template
from services.api.template_samples import SAMPLES
from services.api.text import Storable
from services.api.timing import Digesting, QuietHours
from services.contracts.vocabulary import AlertType
from services.reference.countries import all_countries
from services.reference.treaties import all_treaties

EVENT_ALERTS = (
    AlertType.EVENT_CREATED,
    AlertType.EVENT_CORROBORATED,
    AlertType.EVENT_CORRECTED,
    AlertType.EVENT_RETRACTED,
    AlertType.NOTICE_DUE,
)
"""All that tells of events."""

CHOOSABLE = (*EVENT_ALERTS, AlertType.FEED_FAILING, AlertType.SUBSCRIPTION_DISABLED)
"""Heartbeats, digests and tests come to whoever asks for them otherwise."""

DEFAULT_MAX_AGE_DAYS = 14


def default_alerts(*, is_operator: bool) -> list[AlertType]:
    """What a subscription gets that names no types: all that concerns its owner."""
    operators = (AlertType.FEED_FAILING,) if is_operator else ()
    return [*EVENT_ALERTS, *operators, AlertType.SUBSCRIPTION_DISABLED]


def _choosable(kind: AlertType) -> AlertType:
    if kind not in CHOOSABLE:
        raise ValueError(f"{kind} is not chosen here; these are: {', '.join(CHOOSABLE)}")
    return kind


def _usable(template: str | None) -> str | None:
    """A template that can be filled in for every type of alert."""
    if template is not None:
        check_template(template)
        for sample in SAMPLES:
            render_template(template, sample)
    return template


Alerts = Annotated[list[Annotated[AlertType, AfterValidator(_choosable)]], Field(min_length=1, max_length=20)]
Signatures = Annotated[list[SignatureKind], Field(min_length=1, max_length=2)]
TemplateText = Annotated[Storable, Field(max_length=MAX_TEMPLATE_CHARACTERS)]
MaxAgeDays = Annotated[StrictInt, Field(ge=0, le=36_500)]
PerMinute = Annotated[StrictInt, Field(ge=1, le=60_000)]
Hours = Annotated[StrictInt, Field(ge=1, le=744)]


def _possible(filters: AlertFilters) -> AlertFilters:
    """Filters that some event could pass: a mistyped country would otherwise be a subscription that is never told."""
    for country in filters.country:
        if country not in all_countries():
            raise ValueError(f"no country has the code {country}")
    known = [entry.id for entry in all_treaties()]
    for treaty in filters.treaty:
        if treaty not in known:
            raise ValueError(f"no treaty {treaty}; known: {', '.join(known)}")
    return filters


AskedFilters = Annotated[AlertFilters, AfterValidator(_possible)]
"""Filters as somebody asks for them; those of old rows are taken as they are."""


class SubscriptionWishes(BaseModel):
    """What may be chosen about a subscription, when it is made and later."""

    model_config = ConfigDict(extra="forbid")

    description: Storable | None = Field(default=None, max_length=500)
    filters: AskedFilters = Field(default_factory=AlertFilters, description="Which events; all by default.")
    alerts: Alerts | None = Field(
        default=None, description="Which types of alerts; by default all that concern the owner of the key."
    )
    format: Format = Field(default=Format.STANDARD, description="The shape of what is POSTed; all are signed alike.")
    template: Annotated[TemplateText | None, AfterValidator(_usable)] = Field(
        default=None, description="With the format raw: Jinja, of which docs/webhooks.md tells what is possible."
    )
    max_age_days: MaxAgeDays | None = Field(
        default=DEFAULT_MAX_AGE_DAYS,
        description="An event whose newest report is older raises no event.created or event.corroborated; "
        "null for all.",
    )
    signatures: Signatures = Field(
        default=[SignatureKind.V1],
        description="v1: HMAC-SHA256 under the secret. v1a: ed25519, verified with the public key.",
    )
    quiet_hours: QuietHours | None = Field(
        default=None, description="A part of the day in which nothing is sent; a digest of it follows."
    )
    digest: Digesting | None = Field(default=None, description="Alerts together, every hour or every day.")
    ordered: bool = Field(
        default=False,
        description="One delivery at a time, in the order of the alerts: one that fails holds up all after it.",
    )
    max_per_minute: PerMinute | None = Field(default=None, description="The most deliveries in a minute.")
    heartbeat: Hours | None = Field(default=None, description="A sign of life with coverage every so many hours.")


class NewSubscription(SubscriptionWishes):
    """What a POST asks for; only `url` is needed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "url": "https://hooks.example.org/ottawatch",
                "description": "Baltic desk",
                "filters": {"treaty": ["ottawa"], "country": ["EE", "LV", "LT"]},
            }
        },
    )

    url: Storable = Field(description="Where alerts are POSTed: https, without credentials, not a private address.")
    ownership_proof: bool = Field(
        default=False, description="Ask the receiver by OPTIONS whether it wants our alerts, and send none before."
    )

    @model_validator(mode="after")
    def _template_goes_with_raw(self) -> "NewSubscription":
        require_template(self.format, self.template)
        return self


class ChangedSubscription(SubscriptionWishes):
    """What a PATCH changes; what it leaves out stays as it is."""

    url: Storable | None = None
    status: Literal["active", "paused"] | None = Field(
        default=None, description="active also wakes a subscription that was disabled."
    )

    @model_validator(mode="after")
    def _nulls_mean_something(self) -> "ChangedSubscription":
        for name in ("url", "status"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self


def require_template(form: Format, template: str | None) -> None:
    """Raise `ValueError` unless there is a template exactly where one is needed."""
    if form is Format.RAW and template is None:
        raise ValueError("the format raw needs a template")
    if form is not Format.RAW and template is not None:
        raise ValueError("a template goes with the format raw only")


def columns_of(wishes: SubscriptionWishes, *, only_set: bool) -> dict[str, Any]:
    """The wishes as the row keeps them."""
    columns: dict[str, Any] = {
        "description": wishes.description,
        "filters": wishes.filters.model_dump(mode="json", exclude_defaults=True),
        "alerts": None if wishes.alerts is None else [kind.value for kind in wishes.alerts],
        "format": wishes.format.value,
        "template": wishes.template,
        "max_age_days": wishes.max_age_days,
        "signatures": sorted({kind.value for kind in wishes.signatures}),
        "quiet_hours": wishes.quiet_hours and wishes.quiet_hours.model_dump(mode="json", by_alias=True),
        "digest": wishes.digest and wishes.digest.model_dump(mode="json"),
        "ordered": wishes.ordered,
        "max_per_minute": wishes.max_per_minute,
        "heartbeat": wishes.heartbeat,
    }
    if only_set:
        columns = {name: value for name, value in columns.items() if name in wishes.model_fields_set}
    if "heartbeat" in columns:
        columns["heartbeat_hours"] = columns.pop("heartbeat")
    return columns
