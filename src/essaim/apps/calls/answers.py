"""Answers as people type them: checked, kept in one form, said in words."""

from __future__ import annotations

from datetime import date

from essaim.apps.calls.enums import QuestionKind
from essaim.apps.calls.models import Question
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, dated
from essaim.kit.numbers import typed_cents, typed_number
from essaim.tables.formats import euros, typed_euros

YES, NO = "yes", "no"
LONGEST = 20_000


def choices_of(question: Question) -> list[str]:
    """The choices that a question offers."""
    return [line.strip() for line in question.choices.splitlines() if line.strip()]


def cleaned_answer(question: Question, text: str) -> str:
    """An answer in the form in which it is kept; "" when nothing is answered.

    Raises:
        InvalidValue: it is not an answer of that kind; the sentence says what to write.
    """
    said = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not said:
        return ""
    if len(said) > LONGEST:
        raise InvalidValue(_("Cette réponse est trop longue (plus de vingt mille signes)."))
    if question.kind == QuestionKind.NUMBER:
        return f"{typed_number(said).normalize():f}"
    if question.kind == QuestionKind.EUROS:
        return str(typed_cents(said))
    if question.kind == QuestionKind.DATE:
        return _day(said)
    if question.kind == QuestionKind.YES_NO and said not in (YES, NO):
        raise InvalidValue(_("Répondez oui ou non."))
    if question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        wrong = [one for one in said.split("\n") if one not in choices_of(question)]
        if wrong or (question.kind == QuestionKind.CHOICE and "\n" in said):
            raise InvalidValue(_("Choisissez parmi les réponses proposées."))
    return said


def in_words(question: Question, text: str) -> str:
    """A kept answer as people read it."""
    if not text:
        return ""
    if question.kind == QuestionKind.EUROS:
        return euros(int(text))
    if question.kind == QuestionKind.NUMBER:
        return text.replace(".", ",")
    if question.kind == QuestionKind.DATE:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if question.kind == QuestionKind.YES_NO:
        return _("oui") if text == YES else _("non")
    if question.kind == QuestionKind.CHOICES:
        return listed(text)
    return text


def listed(text: str) -> str:
    """Several choices, kept one a line, in one line: what is copied elsewhere keeps them apart."""
    return "; ".join(text.split("\n"))


def as_typed(question: Question, text: str) -> str:
    """A kept answer as the form shows it again."""
    if question.kind == QuestionKind.EUROS and text:
        return typed_euros(int(text))
    if question.kind == QuestionKind.NUMBER:
        return text.replace(".", ",")
    return text


def is_too_long(question: Question, text: str) -> bool:
    """Whether a text has more signs than the question takes."""
    return question.longest is not None and len(text) > question.longest


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        found = dated(said)
    if found.precision != DAY:
        raise InvalidValue(_("Écrivez le jour, le mois et l'année : 25/06/2027."))
    return found.day.isoformat()
