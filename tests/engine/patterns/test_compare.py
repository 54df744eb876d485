"""Comparing two models: shares per heading, with reasons, never a mark."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.patterns import Pattern, built_in_patterns, compare, parse_pattern
from tests.engine.patterns.small import SMALL

BUILT_IN = [entry.pattern for entry in built_in_patterns()]
TEAM = '\n[team]\nfte_min = {low}\nfte_max = {high}\nbasis = "assumption"\n'
FORMS = '\n[governance]\nlegal_forms = [{forms}]\nbasis = "assumption"\n'
MEANS = '\n[[means]]\nkind = "{kind}"\nlabel = "…"\nbasis = "assumption"\n'
ROLE = """
[[role]]
key = "{key}"
label = "{key}"
why = "…"
minimum = 1
part = "core"
basis = "assumption"
{rule}
"""


def model(text: str = "", key: str = "essai", roles: tuple[tuple[str, str], ...] = ()) -> Pattern:
    head = SMALL.replace("atelier-velo", key)
    if roles:
        head = head[: head.index("[[role]]")] + "".join(ROLE.format(key=name, rule=rule) for name, rule in roles)
    return parse_pattern(head + text, "essai.toml")


@pytest.mark.parametrize("pattern", BUILT_IN, ids=lambda pattern: pattern.key)
def test_model_compared_with_itself_is_identical(pattern: Pattern) -> None:
    result = compare(pattern, pattern)

    assert {heading.share for heading in result.headings} == {1.0}
    assert [(pair.first.key, pair.second.key) for pair in result.pairs] == [(r.key, r.key) for r in pattern.roles]
    assert all(not heading.only_first and not heading.only_second for heading in result.headings)


def test_comparison_does_not_depend_on_which_comes_first() -> None:
    for first, second in combinations(BUILT_IN, 2):
        there, back = compare(first, second), compare(second, first)

        assert [h.share for h in there.headings] == pytest.approx([h.share for h in back.headings])
        assert {(p.first.key, p.second.key) for p in there.pairs} == {(p.second.key, p.first.key) for p in back.pairs}
        for one, other in zip(there.headings, back.headings, strict=True):
            assert (one.only_first, one.only_second) == (other.only_second, other.only_first)


@given(st.sampled_from(BUILT_IN), st.sampled_from(BUILT_IN))
def test_shares_are_shares(first: Pattern, second: Pattern) -> None:
    result = compare(first, second)

    assert all(heading.share is None or 0 <= heading.share <= 1 for heading in result.headings)
    assert all(0.25 <= pair.likeness <= 1 for pair in result.pairs)


def test_roles_are_paired_by_activity_then_by_what_confirms() -> None:
    first = model(roles=(("livres", 'suggests = { naf = { rev2 = ["58.11Z", "58.14Z"] } }'),), key="a")
    second = model(
        roles=(
            ("editeurs", 'suggests = { naf = { rev2 = ["58.11Z"] } }'),
            ("autres", 'suggests = { naf = { rev2 = ["01.13Z"] } }'),
        ),
        key="b",
    )

    result = compare(first, second)

    (pair,) = result.pairs
    assert (pair.first.key, pair.second.key, pair.likeness, pair.activities) == ("livres", "editeurs", 0.5, ("58.11Z",))
    roles = result.heading("roles")
    assert roles.share == pytest.approx(2 * 0.5 / 3)
    assert (roles.common, roles.only_first, roles.only_second) == (("livres ~ editeurs",), (), ("autres",))


def test_what_confirms_counts_half() -> None:
    rule = 'suggests = {{ naf = {{ rev2 = ["58.11Z"] }} }}\nconfirms = {{ family = "{family}" }}'
    first = model(roles=(("x", rule.format(family="ess")),), key="a")
    second = model(roles=(("x", rule.format(family="other_enterprise")),), key="b")

    assert compare(first, second).pairs[0].likeness == 0.5


def test_same_family_without_common_activity_is_no_likeness() -> None:
    rule = 'suggests = {{ naf = {{ rev2 = ["{code}"] }} }}\nconfirms = {{ family = "ess" }}'
    first = model(roles=(("x", rule.format(code="58.11Z")),), key="a")
    second = model(roles=(("x", rule.format(code="01.13Z")),), key="b")

    assert compare(first, second).pairs == ()


def test_prefix_and_its_codes_are_the_same_activity() -> None:
    first = model(roles=(("x", 'suggests = { naf = { rev2 = ["58.2*"] } }'),), key="a")
    codes = '"58.21Z", "58.29A", "58.29B", "58.29C"'
    second = model(roles=(("x", f"suggests = {{ naf = {{ rev2 = [{codes}] }} }}"),), key="b")

    assert compare(first, second).heading("roles").share == 1.0


def test_means_and_forms_share_what_they_have_in_common() -> None:
    first = model(MEANS.format(kind="premises") + MEANS.format(kind="jobs") + FORMS.format(forms='"scic"'), "a")
    second = model(MEANS.format(kind="jobs") + FORMS.format(forms='"scic", "association"'), "b")

    result = compare(first, second)

    means, forms = result.heading("means"), result.heading("legal_forms")
    assert (means.share, means.common, means.only_first, means.only_second) == (
        0.5, ("emplois partagés",), ("locaux",), (),
    )  # fmt: skip
    assert (forms.share, forms.only_second) == (0.5, ("association",))


def test_teams_compare_by_mean_size() -> None:
    first, second = model(TEAM.format(low=1, high=3), "a"), model(TEAM.format(low=4, high=4), "b")

    team = compare(first, second).heading("team")

    assert (team.share, team.only_first, team.only_second) == (0.5, ("1 à 3 ETP",), ("4 ETP",))


def test_heading_that_one_leaves_empty_is_not_compared() -> None:
    first, second = model(TEAM.format(low=1, high=3), "a"), model(key="b")

    result = compare(first, second)

    assert [h.key for h in result.headings if h.share is None] == ["means", "legal_forms", "team"]
    assert result.heading("team").only_first == ("1 à 3 ETP",)
