"""Every error of Essaim.

    EssaimError                 what went wrong, in plain words, and what to do next
    ├── UsageProblem            the question is wrong (exit code 2)
    │   ├── UnknownTerritory    no such commune, EPCI, département, region, level…
    │   ├── EmptyPerimeter      a perimeter without any commune
    │   ├── BadRadius           not a number of km between 1 and 100
    │   ├── UnknownPattern      no pole model of that name
    │   ├── UnknownKey          no line of the form, kind of support or funding rule of that key
    │   └── BadOption           options that do not go together, an output that cannot be written…
    └── DataProblem             the data are wrong or absent (exit code 1)
        ├── InvalidValue        a code, a date, a count that cannot exist
        ├── UnreadableFile      truncated, wrong format, wrong encoding, empty
        ├── MissingColumns      a table without the columns that are needed, or with doubled ones
        ├── InvalidRules        a rules or model file that breaks its schema (file, line, what to write)
        ├── NoRegister          no register has been imported yet
        ├── StoreProblem        the data folder cannot be read or written (disk full, rights, lock)
        ├── DownloadProblem     an official file could not be fetched
        └── LookupProblem       a public directory did not answer, or not as it says it does

``message`` and ``advice`` are sentences for people, already translated.
"""

from __future__ import annotations


class EssaimError(Exception):
    """Base of all errors meant for people; ``str(error)`` is both sentences, as a page says them.

    Args:
        message: what went wrong, one plain sentence.
        advice: what to do next, one plain sentence; empty when the message says it.
        command: what to type for it in a terminal, told there alone.
    """

    exit_code = 1

    def __init__(self, message: str, advice: str = "", command: str = "") -> None:
        super().__init__(message if not advice else f"{message} {advice}")
        self.message = message
        self.advice = advice
        self.command = command

    @property
    def in_a_terminal(self) -> str:
        """Both sentences, then the command."""
        return f"{self} ({self.command})" if self.command else str(self)


class UsageProblem(EssaimError):
    """The question cannot be answered as it was put."""

    exit_code = 2


class UnknownTerritory(UsageProblem):
    """No territory has that code or name."""


class EmptyPerimeter(UsageProblem):
    """A perimeter holds no commune."""


class BadRadius(UsageProblem):
    """A radius is not a number of kilometres within bounds."""


class UnknownPattern(UsageProblem):
    """No pole model has that name."""


class UnknownKey(UsageProblem):
    """No line of the subsidy form, kind of support or funding rule has that key."""


class BadOption(UsageProblem):
    """An option's value, or a combination of options, makes no sense."""


class DataProblem(EssaimError):
    """The data at hand do not allow an answer."""


class InvalidValue(DataProblem):
    """A value cannot exist: a code, a date, a count."""


class UnreadableFile(DataProblem):
    """A file cannot be read as what it should be."""


class MissingColumns(DataProblem):
    """A table lacks columns that are needed, or has the same one twice."""


class InvalidRules(DataProblem):
    """A rules file or a pole model breaks its schema."""


class NoRegister(DataProblem):
    """No register of establishments has been imported."""


class StoreProblem(DataProblem):
    """The data folder cannot be read or written."""


class DownloadProblem(DataProblem):
    """An official file could not be fetched."""


class LookupProblem(DataProblem):
    """A public directory did not answer, or not as it says it does.

    Args:
        wait: seconds that the server asks to wait before anything else is asked, None when it does not say.
    """

    def __init__(self, message: str, advice: str = "", wait: float | None = None) -> None:
        super().__init__(message, advice)
        self.wait = wait
