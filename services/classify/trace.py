"""The trace: what the reading saw and did, for `explain`."""

from dataclasses import dataclass, field

from services.classify.sentences import Sentence


@dataclass(frozen=True)
class Note:
    """One thing the reading did, at one sentence or at the article as a whole."""

    sentence: int | None
    text: str


@dataclass
class Trace:
    """Notes in the order they were made."""

    notes: list[Note] = field(default_factory=list)

    def note(self, sentence: Sentence | None, text: str) -> None:
        """Add a note."""
        self.notes.append(Note(None if sentence is None else sentence.index, text))
