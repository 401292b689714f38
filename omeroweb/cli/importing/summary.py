"""What an import did, in one sentence."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the outcomes are made once Django is set up
    from omeroweb.gateway.embedded.importing.outcomes import Outcome

# Failures that are said one by one; a report has all of them.
SAID_AT_MOST = 20


@dataclass
class Summary:
    """Counts: files, except images."""

    is_dry_run: bool = False
    imported: int = 0
    images: int = 0
    replaced: int = 0
    unchanged: int = 0
    deleted: int = 0
    missing: int = 0
    failed: int = 0

    def count(self, outcome: "Outcome") -> None:
        from omeroweb.gateway.embedded.importing import outcomes

        match outcome:
            case outcomes.Imported():
                self.imported += outcome.files
                self.images += outcome.images
                self.replaced += outcome.files * outcome.is_replacement
            case outcomes.Unchanged():
                self.unchanged += 1
            case outcomes.Deleted():
                self.deleted += 1
            case outcomes.Missing():
                self.missing += 1
            case outcomes.Failure():
                self.failed += 1

    @property
    def looked_at(self) -> int:
        """Whatever the walk found."""
        return self.imported + self.unchanged + self.deleted + self.failed

    @property
    def has_news(self) -> bool:
        return bool(self.imported or self.failed or self.missing)

    def add(self, other: "Summary") -> None:
        self.imported += other.imported
        self.images += other.images
        self.replaced += other.replaced
        self.unchanged += other.unchanged
        self.deleted += other.deleted
        self.missing += other.missing
        self.failed += other.failed

    def ending(self, *, is_interrupted: bool) -> str:
        """The sentence, and what to do where it ended early."""
        sentence = self.sentence
        if not is_interrupted:
            return sentence
        return f"Interrupted: {sentence[0].lower()}{sentence[1:]}; the next run carries on"

    @property
    def sentence(self) -> str:
        verb = "would import" if self.is_dry_run else "imported"
        parts = [f"{verb} {counted(self.imported, 'file')} ({counted(self.images, 'image')})"]
        if self.replaced:
            parts.append(f"{self.replaced} of them changed")
        if self.unchanged:
            parts.append(f"{self.unchanged} unchanged")
        if self.deleted:
            parts.append(f"{self.deleted} deleted before (--restore imports them)")
        if self.missing:
            parts.append(f"{self.missing} no longer there")
        if self.failed:
            parts.append(f"{self.failed} not imported")
        text = ", ".join(parts)
        return text[0].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
