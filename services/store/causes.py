"""What made the store look again, in words: the reason that a change gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.contracts.finding import Findings
from services.store.merged import Merged


@dataclass(frozen=True, slots=True)
class Causes:
    """The articles of a batch, or whatever else it was."""

    otherwise: str
    articles: Mapping[str, str] = field(default_factory=dict)
    """Each article of the batch in words, by its id."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """The same, the last one for each group."""

    def of(self, merged: Merged) -> str:
        """The article behind an event's change: the last of the batch that hangs on it, else of its group."""
        on_it = [
            finding.article_id
            for finding in (*merged.background, *merged.reports)
            if finding.article_id in self.articles
        ]
        return self.articles[on_it[-1]] if on_it else self.of_group(merged.group)

    def of_group(self, group: str) -> str:
        """The last article of the batch that says, or said, something in this group."""
        return self.groups.get(group, self.otherwise)


def in_words(message: Findings) -> str:
    """One article, as a reason names it."""
    article = message.article
    return f"article {article.id}, revision {article.revision}, of {article.feed.title or article.feed.url}"
