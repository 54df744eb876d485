"""Pole models: reading and checking them, the library, comparing two of them."""

from essaim.engine.patterns.compare import Comparison, Heading, RolePair, compare
from essaim.engine.patterns.library import (
    BrokenPattern,
    Entry,
    Library,
    built_in_patterns,
    find_pattern,
    load_library,
    pattern_text,
)
from essaim.engine.patterns.model import (
    Basis,
    College,
    Condition,
    Figure,
    Funding,
    Governance,
    Kind,
    KnownUse,
    Lesson,
    Link,
    Means,
    Part,
    Pattern,
    Role,
    Team,
    as_data,
)
from essaim.engine.patterns.problems import Problem
from essaim.engine.patterns.reading import find_problems, from_data, parse_pattern, problems_of, read_pattern, read_text
from essaim.engine.patterns.wording import activities, rule_in_words
from essaim.engine.patterns.writing import as_toml

__all__ = [
    "Basis", "BrokenPattern", "College", "Comparison", "Condition", "Entry", "Figure", "Funding", "Governance",
    "Heading", "Kind", "KnownUse", "Lesson", "Library", "Link", "Means", "Part", "Pattern", "Problem", "Role",
    "RolePair", "Team", "activities", "as_data", "as_toml", "built_in_patterns", "compare", "find_pattern",
    "find_problems", "from_data", "load_library", "parse_pattern", "pattern_text", "problems_of", "read_pattern",
    "read_text", "rule_in_words",
]  # fmt: skip
