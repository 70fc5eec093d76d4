"""What an operator can set about polling."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024


class IngestSettings(BaseSettings):
    """How feeds are found, polled and read."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_INGEST_", env_ignore_empty=True)

    feeds_file: Path | None = Field(
        None,
        description="TOML file with a `[[feeds]]` table for each feed, or an `.opml` file. Without it the service "
        "is ready and idle.",
    )
    min_interval: int = Field(
        300,
        ge=1,
        description="Seconds. No feed is polled more often, whatever its own interval says: five minutes is what "
        "most publishers bear. Lower it only for servers of your own.",
    )
    default_interval: int = Field(
        900,
        ge=1,
        description="Seconds between the first polls of a feed that has no interval of its own; from there it adapts.",
    )
    max_interval: int = Field(
        3600,
        ge=1,
        description="Seconds. A quiet feed, or one whose headers ask for more patience, is still polled this often, "
        "so that no news waits longer than this.",
    )
    fetch_seconds: float = Field(
        30.0,
        gt=0,
        description="Time for one fetch in all, redirects and body included: a server that drips its body a byte a "
        "second is left after this.",
    )
    connect_seconds: float = Field(
        10.0, gt=0, description="Time to reach a server; a dead host should not use up the whole of `fetch_seconds`."
    )
    max_body_bytes: int = Field(
        15 * MEBIBYTE,
        ge=1024,
        description="Largest unpacked body that is read. The largest honest feeds stay below a third of it; a "
        "compression bomb ends here.",
    )
    max_wire_bytes: int = Field(
        15 * MEBIBYTE, ge=1024, description="Largest body as it travels, before unpacking; an endless body ends here."
    )
    max_redirects: int = Field(
        5, ge=0, le=20, description="Redirects followed for one fetch, each through the address guard."
    )
    max_items: int = Field(
        2000,
        ge=1,
        le=2000,
        description="Entries read from one document, the first ones. What was published of a feed is remembered in "
        "one message of at most 1 MB, which holds no more.",
    )
    concurrency: int = Field(
        48, ge=1, le=1000, description="Feeds polled at the same time. A feed that hangs costs one of these places."
    )
    large_bodies: int = Field(
        4,
        ge=1,
        description="Fetches that may hold a body above 1 MiB at the same time: together with `concurrency` this "
        "bounds the memory that hostile servers can make us use.",
    )
    parse_seconds: float = Field(
        20.0,
        gt=0,
        description="Time to read one document. The slowest of 200 real feeds took 1.2 s; a worker that takes "
        "longer than this is killed and replaced.",
    )
    parse_processes: int = Field(
        2, ge=1, le=64, description="Processes that read documents, so that a slow one holds up neither polls nor NATS."
    )
    parse_memory_bytes: int = Field(
        768 * MEBIBYTE,
        ge=256 * MEBIBYTE,
        description="Address space of one such process. A document that needs more is that feed's error.",
    )
    user_agent: str = Field("ottawatch", pattern=r"^[\x21-\x7e ]+$", description="How we name ourselves to publishers.")
    contact_url: str | None = Field(
        None,
        pattern=r"^https?://[\x21-\x7e]+$",
        description="Page where publishers can read who polls them and how to ask for less; sent with every request.",
    )
    host_concurrency: int = Field(2, ge=1, le=100, description="Requests to one host under way at the same time.")
    host_spacing: float = Field(
        5.0,
        ge=0,
        description="Seconds between the beginnings of two requests to one host, however many of its feeds are due. "
        "Hosts written as an address within OTTAWATCH_ALLOWED_PRIVATE_NETWORKS are your own and are not spared.",
    )
    page_concurrency: int = Field(
        4,
        ge=1,
        le=32,
        description="Pages of articles fetched at the same time, where the classifier finds that a feed says too "
        "little. One host is still asked no faster than `host_spacing` and its robots.txt allow.",
    )
    public_callback: str | None = Field(
        None,
        pattern=r"^https?://[^\s?#]+$",
        description="Address under which hubs (WebSub) reach this service from outside, such as "
        "`https://watch.example.org/push`. With it, feeds that name a hub are subscribed to, and pushes are taken at "
        "`callback_host`:`callback_port`, where a reverse proxy must hand them on. Without it, all feeds are polled.",
    )
    callback_host: str = Field("127.0.0.1", description="Where hubs' requests are taken, if `public_callback` is set.")
    callback_port: int = Field(8080, ge=0, le=65535, description="The port of the same.")
    hub_look_seconds: float = Field(
        20.0, gt=0, description="Seconds between looks at which hubs are to be asked, anew or to renew."
    )
    push_backup: int = Field(
        21600,
        ge=60,
        description="Seconds between polls of a feed whose hub pushes. Pushes do not put the poll off: a hub that has "
        "gone silent is found out this soon, and its feed is polled as before.",
    )
    start_rate: int = Field(
        50,
        ge=1,
        description="Feeds that are overdue at a start are begun at this many a second, so that a restart is no "
        "thunderstorm; many thousands are spread over ten minutes at most.",
    )
    tell_failing_after: int = Field(
        6,
        ge=1,
        description="Failures in a row after which operators are told of a feed (`feed.failing`); a withdrawn feed is "
        "told of at once. With the waits that grow between tries, six are about eight hours.",
    )
    replica: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="Name of this replica of ingest, unique among those that run: then after a crash it goes on with "
        "its feeds at once. Without it a name is drawn at each start, and a crashed replica's feeds wait for its lease "
        "to run out, some 15 s.",
    )
    health_host: str = Field("127.0.0.1", description="Address of `/livez`, `/readyz` and `/metrics`.")
    health_port: int | None = Field(
        None, ge=0, le=65535, description="Port of `/livez`, `/readyz` and `/metrics`; without it they are not served."
    )

    @property
    def agent(self) -> str:
        """The User-Agent header: our name, and the contact address where there is one."""
        return f"{self.user_agent} (+{self.contact_url})" if self.contact_url else self.user_agent
