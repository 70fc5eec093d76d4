"""`ottawatch configuration`: docs/configuration.md, generated from the settings classes themselves."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from services.api.settings import ApiSettings
from services.classify.settings import ClassifySettings
from services.ingest.settings import IngestSettings
from services.runtime.settings import DatabaseSettings, LogSettings, NatsSettings, NetworkSettings
from services.store.settings import StoreSettings

SECTIONS: tuple[tuple[str, type[BaseSettings]], ...] = (
    ("Network", NetworkSettings),
    ("NATS", NatsSettings),
    ("Database", DatabaseSettings),
    ("Logs", LogSettings),
    ("Ingest", IngestSettings),
    ("Classify", ClassifySettings),
    ("Store", StoreSettings),
    ("Api", ApiSettings),
)

_OPENING = """# Configuration

Every setting is an environment variable. This page is generated (`make docs`); a test compares it with the code.
`ottawatch run` sets for its services what they need to find each other; all other settings pass through it.
"""


def variable_name(section: type[BaseSettings], field: str) -> str:
    """The environment variable of a field."""
    return (section.model_config.get("env_prefix", "") + field).upper()


def _default_of(section: type[BaseSettings], field: str) -> str:
    default = section.model_fields[field].get_default(call_default_factory=True)
    if default is None or default == ():
        return "none"
    if isinstance(default, SecretStr):
        return "hidden"
    return f"`{default}`"


def configuration_page() -> str:
    """The page as Markdown."""
    lines = [_OPENING]
    for title, section in SECTIONS:
        lines += [f"## {title}", "", "| variable | default | what it is for |", "| --- | --- | --- |"]
        for field, info in section.model_fields.items():
            description = (info.description or "").replace("|", "\\|")
            lines.append(f"| `{variable_name(section, field)}` | {_default_of(section, field)} | {description} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
