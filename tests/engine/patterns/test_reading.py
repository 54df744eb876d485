"""A right model becomes a value; every way of being wrong gives the line and what to write."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidRules, UnreadableFile
from essaim.engine.language import use_language
from essaim.engine.patterns import Basis, Kind, Part, as_data, find_problems, from_data, parse_pattern, read_pattern
from tests.engine.patterns.small import SECOND_USE, SMALL, changed, line_of

POLE = SMALL[SMALL.index("[[known_use]]") : SMALL.index("[[role]]")]
WHO = 'suggests = { naf = { rev2 = ["95.29Z"], naf2025 = ["95.29G"] } }\nconfirms = { family = "ess" }\n'
ROLE_TWICE = SMALL + SMALL[SMALL.index("[[role]]") :]
LINK = '\n[[link]]\nfrom = "ateliers"\nto = "atelier"\nkind = "supply"\nwhat = "vélos"\nbasis = "assumption"\n'
SHARE = '\n[[funding]]\nkind = "sales"\nlabel = "ventes"\nshare_min = 0.2\nbasis = "assumption"\n'
CONDITION = (
    '\n[[condition]]\nkey = "gens"\nlabel = "Des gens"\ncriterion = "population"\nwhy = "…"\npart = "core"\n'
    'basis = "assumption"\n'
)
LESSON = '\n[[lesson]]\noutcome = "worked"\ntext = "…"\nsources = ["https://exemple.fr"]\nabout = "Pôle d\'essay"\n'

# what changes, a piece of the line that must be named, words of the message, words of the advice
WRONG = {
    "unknown key at the top": (changed('version = "1.0"', 'version = "1.0"\ntitel = "x"'), "titel", "titel", "title"),
    "unknown key in a role": (changed("reach_km", "reachkm"), "reachkm", "reachkm", "reach_km"),
    "missing minimum": (changed("minimum = 1\n", ""), "[[role]]", "il manque « minimum »", "minimum = 1"),
    "missing title": (changed('title = "Ateliers de vélo"\n', ""), "key =", "il manque « title »", "title ="),
    "missing table": (SMALL[: SMALL.index("[[role]]")], "key =", "il manque « role »", "[[role]]"),
    "wrong type": (changed("minimum = 1", 'minimum = "un"'), "minimum", "un nombre entier", "minimum = 1"),
    "true is no number": (changed("minimum = 1", "minimum = true"), "minimum", "un nombre entier", "minimum = 1"),
    "not a number": (changed("reach_km = 20", "reach_km = nan"), "reach_km", "un nombre", "reach_km = 20"),
    "text for a list": (changed('["mobility", "reuse"]', '"reuse"'), "domains", "une liste de mots", "domains ="),
    "empty text": (changed('"Des vélos sont jetés."', '"  "'), "problem", "non vide", "problem ="),
    "table for tables": (changed("[[known_use]]", "[known_use]"), "[known_use]", "suite de tables", "[[known_use]]"),
    "too far": (changed("reach_km = 20", "reach_km = 300"), "reach_km", "hors de 1 – 100", "reach_km = 20"),
    "negative count": (changed("minimum = 1", "minimum = -1"), "minimum", "hors de 0", "minimum = 1"),
    "unknown word": (changed('part = "core"', 'part = "cores"'), "part", "« cores »", "core"),
    "unknown domain": (changed('"reuse"', '"reuze"'), "domains", "« reuze »", "reuse"),
    "bad short name": (changed('key = "ateliers"', 'key = "Ateliers !"'), "Ateliers !", "nom court", "minuscules"),
    "unknown family": (changed('family = "ess"', 'family = "es"'), '"es"', "la famille « es »", "ess"),
    "unknown flag": (changed('{ family = "ess" }', '{ flag = "ez" }'), '"ez"', "marqueur « ez »", "Marqueurs connus"),
    "unknown activity": (changed('"95.29Z"', '"95.99Z"'), "95.99Z", "NAF rév. 2", "94.99Z"),
    "unknown activity of 2025": (changed('"95.29G"', '"95.29Z"'), "naf2025", "NAF 2025", "94.99Y"),
    "empty prefix": (changed('"95.29Z"', '"*"'), '"*"', "« * »", "94.99Z"),
    "unknown legal category": (changed('{ family = "ess" }', '{ legal = ["9999"] }'), "9999", "« 9999 »", "5458"),
    "wrong predicate": (changed('{ family = "ess" }', '{ famille = "ess" }'), "famille", "famille", "family"),
    "activity without nomenclature": (
        changed('{ rev2 = ["95.29Z"], naf2025 = ["95.29G"] }', '["95.29Z"]'), "suggests", "nomenclature", "rev2",
    ),
    "doubled role": (ROLE_TWICE, "", "« ateliers » est déjà employé", "autre nom"),
    "doubled pole": (SMALL + POLE, "", "déjà employé", "autre nom"),
    "minimum over ideal": (changed("minimum = 1", "minimum = 4"), "minimum", "(4) dépasse « ideal » (3)", ""),
    "core without anybody": (changed("minimum = 1", "minimum = 0"), "minimum", "au moins un acteur", "minimum = 1"),
    "no core role": (changed('part = "core"', 'part = "adaptable"'), "[[role]]", "aucun rôle n'est du noyau", "core"),
    "reserved name": (changed('key = "ateliers"', 'key = "pole"'), 'key = "pole"', "le pôle lui-même", "autre nom"),
    "source without any": (changed('sources = ["Pôle d\'essai"]\n', ""), "basis", "annonce une source", "assumption"),
    "unknown source": (changed('["Pôle d\'essai"]', '["Pôle dessai"]'), "dessai", "ni une adresse", "Pôle d'essai"),
    "source of a pole": (changed('"https://exemple.fr/pole"', '"exemple"'), '"exemple"', "pas une adresse", "https://"),
    "nobody said": (changed(WHO, ""), "[[role]]", "rien ne dit qui", "suggests"),
    "ended without reason": (changed("[[role]]", 'ended = "2020"\n[[role]]'), "ended", "sans sa raison", "end_reason"),
    "reason without end": (changed("[[role]]", 'end_reason = "…"\n[[role]]'), "end_reason", "sans date", "ended"),
    "bad commune": (changed("[[role]]", 'commune_insee = "480"\n[[role]]'), "480", "« 480 »", "cinq caractères"),
    "link to nobody": (SMALL + LINK, 'to = "atelier"', "« atelier »", "ateliers"),
    "link from the pole to itself": (
        SMALL + LINK.replace('"ateliers"', '"pole"').replace('"atelier"', '"pole"'), "[[link]]", "au pôle", "un rôle",
    ),
    "condition without bounds": (SMALL + CONDITION, "[[condition]]", "ni « min » ni « max »", "min = 5000"),
    "bounds upside down": (SMALL + CONDITION + "min = 5\nmax = 2\n", "min = 5", "dépasse", "Échangez"),
    "lesson about nobody": (SMALL + LESSON, "about", "n'est pas un pôle cité", "Pôle d'essai"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_model_gives_line_and_what_to_write(name: str) -> None:
    text, piece, message, advice = WRONG[name]

    problems = find_problems(text, "essai.toml")

    assert len(problems) == 1, problems
    (problem,) = problems
    assert message in problem.message
    assert advice in problem.advice
    if piece:
        assert problem.line == line_of(text, piece)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (changed("minimum = 1", "minimum = "), 16, "valeur sans guillemets"),
        (changed("minimum = 1", "minimum 1"), 16, "il manque « = »"),
        (changed("minimum = 1", "minimum = 1\nminimum = 2"), 17, "deux fois"),
        (changed("ideal = 3", "idéal = 3"), 17, ""),
        (changed('title = "Ateliers de vélo"', 'title = "Ateliers de vélo'), 2, "retour à la ligne"),
        (changed('["mobility", "reuse"]', '["mobility", "reuse"'), 8, ""),
        (SMALL + "texte = '''\n", len(SMALL.splitlines()) + 1, ""),
    ],
)
def test_syntax_error_gives_line(text: str, line: int, words: str) -> None:
    (problem,) = find_problems(text, "essai.toml")

    assert problem.line == line
    assert problem.message.startswith("ce n'est pas du TOML")
    assert words in problem.message


def test_share_needs_source_scope_and_date() -> None:
    problems = find_problems(SMALL + SHARE, "essai.toml")

    assert [problem.message for problem in problems] == [
        "une part n'est écrite que si une source la donne.",
        "une part sans « date » ne veut rien dire.",
        "une part sans « scope » ne veut rien dire.",
    ]
    assert {problem.line for problem in problems} == {line_of(SMALL + SHARE, "share_min")}


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "essai.toml"
    text = changed("minimum = 1\n", "").replace('"reuse"', '"reuze"').replace('"ess"', '"es"')
    file.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidRules) as caught:
        read_pattern(file)

    rows = caught.value.message.splitlines()
    assert rows[0] == "essai.toml : 3 erreurs."
    assert [int(re.findall(r"ligne (\d+)", row)[0]) for row in rows[1:]] == [6, 12, 22]
    assert "rôle « ateliers »" in rows[2]
    assert caught.value.advice == "Corrigez, puis recommencez."
    assert caught.value.in_a_terminal.endswith("(essaim patterns check essai.toml)")


def test_one_problem_is_one_sentence() -> None:
    with pytest.raises(InvalidRules) as caught:
        parse_pattern(changed("minimum = 1\n", ""), "essai.toml")

    assert caught.value.message == (
        "essai.toml, ligne 12, rôle « ateliers » : il manque « minimum ». Écrivez par exemple : minimum = 1"
    )


@pytest.mark.parametrize("text", ["", "  \n\n", "# rien\n  # que des remarques\n"])
def test_empty_file_says_where_to_start(text: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        parse_pattern(text, "vide.toml")

    assert caught.value.message == "« vide.toml » est vide."
    assert "--toml" in caught.value.command


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_wrong_encoding_says_line_and_remedy(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "essai.toml"
    file.write_bytes(SMALL.encode(encoding))

    with pytest.raises(UnreadableFile) as caught:
        read_pattern(file)

    assert f"ligne {2 if encoding == 'cp1252' else 1} : le texte n'est pas en UTF-8" in caught.value.message
    assert "UTF-8" in caught.value.advice


def test_windows_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "essai.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())

    assert read_pattern(file) == parse_pattern(SMALL, "essai.toml")


@pytest.mark.parametrize("kind", ["absent", "folder", "huge"])
def test_unreadable_file_is_told(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "essai.toml"
    if kind == "folder":
        file.mkdir()
    if kind == "huge":
        file.write_text("# …\n" * 500_000, encoding="utf-8")

    with pytest.raises(UnreadableFile) as caught:
        read_pattern(file)

    words = {"absent": "n'existe pas", "folder": "c'est un dossier", "huge": "trop gros"}
    assert words[kind] in caught.value.message


def test_deep_nesting_is_refused_quietly() -> None:
    text = changed('{ family = "ess" }', "{ not = " * 2000 + '{ flag = "ess" }' + " }" * 2000)

    assert len(find_problems(text, "essai.toml")) == 1


@pytest.mark.parametrize(
    "text", ["role = 3", "role = [3]", "[role]\nkey = 1", "known_use = []", "[[role.suggests]]\na = 1"]
)
def test_nonsense_never_breaks_the_reader(text: str) -> None:
    assert len(find_problems(text, "essai.toml")) > 1


@given(st.data())
def test_any_line_left_out_never_breaks_the_reader(data: st.DataObject) -> None:
    rows = SMALL.splitlines()
    kept = data.draw(st.sets(st.sampled_from(range(1, len(rows)))).map(sorted))
    text = "\n".join(rows[i] for i in [0, *kept])

    problems = find_problems(text, "essai.toml")

    assert all(1 <= problem.line <= len(kept) + 1 for problem in problems)


def test_model_is_built_from_the_file() -> None:
    pattern = parse_pattern(SMALL, "essai.toml")

    role = pattern.role("ateliers")
    assert (pattern.key, pattern.domains, pattern.team) == ("atelier-velo", ("mobility", "reuse"), None)
    assert (role.minimum, role.ideal, role.reach_km) == (1, 3, 20)
    assert (role.part, role.basis, role.count_basis) == (Part.CORE, Basis.SOURCE, Basis.ASSUMPTION)
    assert pattern.core_roles == (role,)
    assert pattern.source_links(role.sources) == ("https://exemple.fr/pole",)
    assert role.predicate.families() == {"ess"}
    assert role.predicate.codes("naf2025") == ("95.29G",)


def test_dates_may_be_years_texts_or_toml_dates() -> None:
    text = changed("[[role]]", 'ended = 2020-05-01\nend_reason = "…"\n[[role]]')

    pattern = parse_pattern(text, "essai.toml")

    assert pattern.known_uses[0].ended == "2020-05-01"


def test_one_known_use_is_a_case_two_are_a_pattern() -> None:
    assert parse_pattern(SMALL, "x").kind is Kind.CASE
    assert parse_pattern(SMALL + SECOND_USE, "x").kind is Kind.PATTERN


def test_model_goes_round_through_plain_data() -> None:
    pattern = parse_pattern(SMALL, "essai.toml")

    assert from_data(as_data(pattern)) == pattern
    assert as_data(pattern)["role"][0]["suggests"] == {"naf": {"rev2": ["95.29Z"], "naf2025": ["95.29G"]}}


def test_digest_follows_content_alone() -> None:
    same = parse_pattern(SMALL.replace("minimum = 1", "minimum   = 1 # un"), "a")
    other = parse_pattern(changed("minimum = 1", "minimum = 2"), "a")

    assert parse_pattern(SMALL, "b").digest == same.digest != other.digest


def test_title_follows_the_language() -> None:
    pattern = parse_pattern(changed('version = "1.0"', 'version = "1.0"\ntitle_en = "Bike workshops"'), "a")
    use_language("en")

    assert pattern.label() == "Bike workshops"
    assert parse_pattern(SMALL, "a").label() == "Ateliers de vélo"
