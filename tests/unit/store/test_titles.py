"""English titles from fields alone."""

import re

import pytest

from services.contracts.vocabulary import STAGES, Act, MineType, Stage, Topic
from services.store.titles import Facts, title_of


def facts(stage: Stage, country: str = "PL", **more: object) -> Facts:
    return Facts(topic=Topic.TREATY_WITHDRAWAL, country=country, treaty="ottawa", stage=stage, **more)  # type: ignore[arg-type]


def made(stage: Stage, country: str = "PL", **more: object) -> Facts:
    more.setdefault("mine_type", MineType.ANTIPERSONNEL)
    return Facts(topic=Topic.MINE_PRODUCTION, country=country, stage=stage, **more)  # type: ignore[arg-type]


EVERY = [
    *(
        Facts(topic=Topic.TREATY_WITHDRAWAL, country=country, treaty=treaty, stage=stage, act=act)
        for country in ("PL", "US")
        for treaty in ("ottawa", "new_start", "unknown")
        for stage in STAGES[Topic.TREATY_WITHDRAWAL]
        for act in (None, *Act)
    ),
    *(
        Facts(topic=Topic.MINE_PRODUCTION, country=country, producer=producer, mine_type=kind, stage=stage)
        for country in ("PL", "LV", "GB")
        for producer in (None, "Belma")
        for stage in STAGES[Topic.MINE_PRODUCTION]
        for kind in MineType
    ),
]


def test_every_topic_and_stage_has_a_title() -> None:
    for one in EVERY:
        title = title_of(one)
        assert re.fullmatch(r"[A-Z][\w'(), -]+[\w)]", title), title
        assert "None" not in title
        assert "_" not in title
        assert "  " not in title
        assert any(name in title for name in ("Poland", "Latvia", "United"))


def test_titles_of_different_stages_differ() -> None:
    for topic, make in ((Topic.TREATY_WITHDRAWAL, facts), (Topic.MINE_PRODUCTION, made)):
        titles = {title_of(make(stage)) for stage in STAGES[topic]}
        assert len(titles) == len(STAGES[topic])


@pytest.mark.parametrize(
    ("one", "title"),
    [
        (facts(Stage.IN_EFFECT), "Poland's withdrawal from the Ottawa Convention takes effect"),
        (facts(Stage.NOTIFIED, "FI"), "Finland notifies its withdrawal from the Ottawa Convention"),
        (facts(Stage.SUSPENDED, "UA", act=Act.SUSPEND), "Ukraine suspends the Ottawa Convention"),
        (
            Facts(
                topic=Topic.TREATY_WITHDRAWAL,
                country="RU",
                treaty="ctbt",
                stage=Stage.SIGNED_INTO_LAW,
                act=Act.DE_RATIFY,
            ),
            "Russia's de-ratification of the Comprehensive Nuclear-Test-Ban Treaty is signed into law",
        ),
        (
            Facts(topic=Topic.TREATY_WITHDRAWAL, country="US", treaty="inf", stage=Stage.GOVERNMENT_DECISION),
            "The United States' government decides to withdraw from the INF Treaty",
        ),
        (
            Facts(
                topic=Topic.TREATY_WITHDRAWAL, country="US", treaty="new_start", stage=Stage.IN_EFFECT, act=Act.EXPIRE
            ),
            "New START expires for the United States",
        ),
        (made(Stage.PLANNED, producer="Belma"), "Belma (Poland) plans to produce anti-personnel mines"),
        (made(Stage.PLANNED, "LT"), "Lithuania plans to produce anti-personnel mines"),
        (made(Stage.CONTRACTED, "DK", mine_type=MineType.NAVAL), "Denmark orders naval mines"),
        (
            made(Stage.CONTRACTED, "LV", producer="Dynamit Nobel Defence", mine_type=MineType.ANTITANK),
            "Latvia orders anti-tank mines from Dynamit Nobel Defence",
        ),
    ],
)
def test_a_title_reads_like_a_headline(one: Facts, title: str) -> None:
    assert title_of(one) == title
