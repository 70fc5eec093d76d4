"""Why a text is, or is not, a finding: every sentence that mattered, what was seen in it and what was made of it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.classify.calibration import DEFAULT_SCORE_THRESHOLD
from services.classify.document import Document
from services.classify.reading import Reading, read
from services.classify.rules_version import rules_version
from services.classify.sentences import Sentence
from services.contracts.finding import Finding

_SHOWN_CHARACTERS = 300
_FACTS = ("notified_on", "effective_on", "producer", "quantity", "capacity_per_year")


@dataclass(frozen=True)
class Explanation:
    """A reading, told to people or to programs."""

    title: str
    reading: Reading

    def as_json(self) -> str:
        """The whole explanation as one JSON object."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2)

    def as_dict(self) -> dict[str, Any]:
        """The whole explanation as plain values."""
        reading = self.reading
        return {
            "title": self.title,
            "language": reading.language,
            "rules_version": rules_version(),
            "score_threshold": reading.score_threshold,
            "gate": {"passed": reading.gate.passed, "reason": reading.gate.reason},
            "findings": [finding.model_dump(mode="json") for finding in reading.findings],
            "sentences": [_sentence(reading, sentence) for sentence in _telling(reading)],
            "notes": [note.text for note in reading.trace.notes if note.sentence is None],
        }

    def as_text(self) -> str:
        """The whole explanation for people."""
        reading = self.reading
        lines = [
            f"Title:     {self.title or '(none)'}",
            f"Language:  {reading.language}",
            f"Rules:     {rules_version()}, score threshold {reading.score_threshold:.2f}",
            f"Gate:      {'passed' if reading.gate.passed else 'stopped'}: {reading.gate.reason}",
            "",
            f"Findings:  {len(reading.findings) or 'none'}",
        ]
        for number, finding in enumerate(reading.findings, 1):
            lines += ["", *_finding_lines(number, finding)]
        for sentence in _telling(reading):
            lines += ["", *_sentence_lines(reading, sentence)]
        signs = [note.text for note in reading.trace.notes if note.sentence is None]
        lines += ["", "Signs:", *(f"    → {text}" for text in signs)] if signs else []
        return "\n".join(lines) + "\n"


def explain(
    title: str,
    text: str,
    *,
    language: str | None = None,
    published_on: date | None = None,
    score_threshold: float = DEFAULT_SCORE_THRESHOLD,
) -> Explanation:
    """Read one article and keep everything that was seen on the way."""
    reading = read(title, text, language=language, published_on=published_on, score_threshold=score_threshold)
    return Explanation(title, reading)


def title_and_text(content: str) -> tuple[str, str]:
    """A plain-text file as an article: its first line with anything on it, and what follows."""
    head, _, rest = content.lstrip().partition("\n")
    return head.strip(), rest


def _telling(reading: Reading) -> list[Sentence]:
    """The sentences in which something was done, or could have been."""
    if reading.document is None:
        return []
    noted = {note.sentence for note in reading.trace.notes}
    return [
        sentence
        for sentence in reading.document.sentences
        if sentence.index in noted or sentence.of("exit", "making") or sentence.of("treaty", "mine", "product")
    ]


def _finding_lines(number: int, finding: Finding) -> list[str]:
    slot = finding.treaty or finding.mine_type
    lines = [f"{number}. {finding.topic} · {finding.country} · {slot} · {finding.stage} · score {finding.score:.2f}"]
    facts = [f"{name} {getattr(finding, name)}" for name in _FACTS if getattr(finding, name) is not None]
    lines.append(f"   act {finding.act or '-'}, {finding.realis}" + "".join(f", {fact}" for fact in facts))
    lines += [f"   {e.field:<18}{e.quote!r} at {e.start}-{e.end}" for e in finding.evidence]
    return lines


def _sentence_lines(reading: Reading, sentence: Sentence) -> list[str]:
    described = _sentence(reading, sentence)
    shown = described["text"][:_SHOWN_CHARACTERS]
    lines = [f"[{sentence.index}] {described['part']}: {shown}"]
    lines += [
        f"      {seen['kind']}{' ' + seen['value'] if seen['value'] else ''}: {seen['quote']!r}"
        for seen in described["seen"]
    ]
    lines += [f"    → {note}" for note in described["notes"]]
    return lines


def _sentence(reading: Reading, sentence: Sentence) -> dict[str, Any]:
    document: Document | None = reading.document
    plain = document.plain if document is not None else None
    return {
        "index": sentence.index,
        "part": sentence.part.value,
        "text": plain.quote(sentence.start, sentence.end).strip() if plain else sentence.text,
        "seen": [
            {
                "kind": mention.kind,
                "value": mention.value,
                "quote": plain.quote(mention.start, mention.end) if plain else "",
                "start": plain.span(mention.start, mention.end)[0] if plain else mention.start,
                "end": plain.span(mention.start, mention.end)[1] if plain else mention.end,
            }
            for mention in sentence.mentions
        ],
        "notes": [note.text for note in reading.trace.notes if note.sentence == sentence.index],
    }
