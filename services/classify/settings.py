"""Settings of the classifier."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.classify.calibration import DEFAULT_SCORE_THRESHOLD


class ClassifySettings(BaseSettings):
    """How articles are read."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_CLASSIFY_")

    score_threshold: float = Field(
        DEFAULT_SCORE_THRESHOLD,
        ge=0,
        le=1,
        description="Findings that score less are not published. A score is the share of such findings that is right.",
    )
    concurrency: int = Field(
        1, ge=1, le=64, description="Articles read at the same time; reading is CPU work, so more replicas beat more."
    )
    full_text_below: int = Field(
        600,
        ge=0,
        description="Characters. The page of a candidate is asked for where its feed carries a shorter text that "
        "leaves out facts; ingest fetches it once, politely. 0 asks for none.",
    )
    health_host: str = Field("127.0.0.1", description="Where /livez, /readyz and /metrics listen.")
    health_port: int | None = Field(None, description="Their port; without one they are not served.")
