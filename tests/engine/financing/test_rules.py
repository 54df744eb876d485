"""Funding rules as data, and what they say of a plan: three values, figures and the text."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidRules, UnknownKey
from essaim.engine.financing import (
    Facts,
    Funder,
    FunderLimit,
    ItemKind,
    LimitKind,
    LongTermItem,
    Plan,
    RuleAnswer,
    Stage,
    apply_rules,
    funder_decides,
    funding_rule,
    funding_rules,
    public_ceiling,
    rules_in_force,
)
from essaim.engine.financing.data_files import shipped_text
from essaim.engine.financing.rules import FILES, NEEDED, read_rules
from essaim.engine.language import use_language
from essaim.engine.values import Answer
from tests.engine.financing.small import REGION, STATE, TRUST, line, plan, real_budget

DAY = date(2026, 11, 26)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def answers(found: Plan, facts: Facts | None = None) -> dict[str, Answer]:
    return {one.key: one.answer for one in apply_rules(found, facts or Facts(), DAY)}


def said(key: str, found: Plan, facts: Facts | None = None) -> RuleAnswer:
    return next(one for one in apply_rules(found, facts or Facts(), DAY) if one.key == key)


def aided(cost: int, aid: int, volunteering: int = 0) -> Plan:
    """A constructed plan: a cost, a grant of the State, volunteering, and dues for the rest."""
    lines = [line("641", cost), line("74-etat", aid, funder="state"), line("756", cost - aid)]
    if volunteering:
        lines += [line("864", volunteering), line("870", volunteering)]
    return plan(*lines, funders=(STATE,))


def test_every_rule_has_its_text_its_status_and_both_languages() -> None:
    for rule in funding_rules():
        assert rule.text
        assert rule.status in {"read", "recalled"}
        assert rule.check in NEEDED
        assert all(rule.titles[code] and rule.notes[code] for code in ("fr", "en"))
        assert rule.url == "" or rule.url.startswith("https://")


def test_keys_are_unique_across_files_and_an_unknown_one_is_refused_with_the_nearest() -> None:
    keys = [one.key for one in funding_rules()]

    assert len(keys) == len(set(keys))
    with pytest.raises(UnknownKey, match="public-aid-80"):
        funding_rule("public-aid-8O")


def test_a_ceiling_of_80_percent_without_and_with_volunteering() -> None:
    # Guide de la valorisation comptable du bénévolat (2021), by way of fraap.org: 3,000 -> 2,400; 600 more -> 2,880.
    assert public_ceiling(300_000, 60_000, 8000) == (240_000, 288_000)


@pytest.mark.parametrize(
    ("aid", "counts", "answer"),
    [
        (240_000, UNKNOWN, YES), (240_001, UNKNOWN, UNKNOWN), (240_001, NO, NO), (288_000, YES, YES),
        (288_001, YES, NO), (288_001, UNKNOWN, NO),
    ],
)  # fmt: skip
def test_what_the_funder_counts_decides_between_the_two_ceilings(aid: int, counts: Answer, answer: Answer) -> None:
    found = said("public-aid-80", aided(300_000, aid, 60_000), Facts(counts_valued=counts))

    assert found.answer == answer
    assert found.figures is not None
    assert (found.figures.limit, found.figures.valued_limit) == (240_000, 288_000)


def test_the_published_budget_is_above_80_percent_in_money_and_below_with_volunteering() -> None:
    found = {counts: said("public-aid-80", real_budget(), Facts(counts_valued=counts)) for counts in Answer}

    assert {counts: one.answer for counts, one in found.items()} == {YES: YES, NO: NO, UNKNOWN: UNKNOWN}
    assert "112\u202f889,60\u00a0€" in found[NO].sentence
    assert "Demandez moins" in found[NO].sentence
    assert "demandez au financeur" in found[UNKNOWN].sentence


def test_an_unknown_cost_below_the_ceiling_of_what_is_known_is_met() -> None:
    found = plan(line("641", 1000), line("613", None), line("74-etat", 800, funder="state"), funders=(STATE,))

    assert answers(found)["public-aid-80"] == YES


def test_an_unknown_amount_that_may_change_it_is_cannot_tell_with_how_many_are_missing() -> None:
    cost = plan(line("641", 1000), line("613", None), line("74-etat", 900, funder="state"), funders=(STATE,))
    aid = plan(line("641", 1000), line("74-etat", None, funder="state"), funders=(STATE,))

    assert "Il manque 1 montant" in said("public-aid-80", cost).sentence
    assert answers(aid)["public-aid-80"] == UNKNOWN


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_volunteering_never_breaks_a_ceiling_and_more_aid_never_mends_it(cost: int, aid: int, more: int) -> None:
    def answer(aid: int, volunteering: int) -> Answer:
        facts = Facts(counts_valued=YES)
        lines = [line("641", cost), line("74-etat", aid, funder="state"), line("864", volunteering)]
        return answers(plan(*lines, funders=(STATE,)), facts)["public-aid-80"]

    assert answer(aid, more) >= answer(aid, 0)
    assert answer(aid + more, 0) <= answer(aid, 0)


def test_eligible_cost_replaces_every_charge() -> None:
    found = aided(300_000, 200_000)

    assert answers(found, Facts(eligible=(200_000,)))["public-aid-80"] == NO
    assert answers(found)["public-aid-80"] == YES


def test_rules_of_a_case_are_left_out_when_it_is_not_the_plans_and_unknown_when_nobody_said() -> None:
    found = aided(300_000, 290_000)
    no = Facts(owner_is_local_authority=NO, is_state_investment=NO)
    yes = Facts(owner_is_local_authority=YES, is_state_investment=YES)

    assert {"local-authority-20", "state-investment-80"} & set(answers(found, no)) == set()
    assert [answers(found, yes)[key] for key in ("local-authority-20", "state-investment-80")] == [NO, NO]
    assert [answers(found)[key] for key in ("local-authority-20", "state-investment-80")] == [UNKNOWN, UNKNOWN]


def test_an_association_is_no_local_authority_and_without_state_money_no_state_rule_holds() -> None:
    found = plan(line("641", 1000), line("74-region", 990, funder="region"), funders=(REGION,))

    asked = answers(found, Facts(owner_is_association=YES))

    assert {"local-authority-20", "state-investment-80"} & set(asked) == set()
    # Somebody who says so knows better than the lines.
    assert answers(found, Facts(is_state_investment=YES))["state-investment-80"] == NO


def test_investment_grant_written_as_a_lasting_resource_is_looked_at_with_the_investment() -> None:
    def funded(grant: int | None, told: Answer) -> Answer | None:
        items = (
            LongTermItem("van", ItemKind.NEED, "investment", amounts=(10_000,)),
            LongTermItem("state", ItemKind.RESOURCE, "investment_subsidy", amounts=(grant,)),
        )
        found = replace(plan(line("641", 1000), line("756", 1000)), items=items)
        return answers(found, Facts(is_state_investment=told)).get("state-investment-80")

    assert [funded(grant, YES) for grant in (8_000, 8_001, None)] == [YES, NO, UNKNOWN]
    assert [funded(9_500, told) for told in (UNKNOWN, NO)] == [UNKNOWN, None]
    alone = (LongTermItem("state", ItemKind.RESOURCE, "investment_subsidy", amounts=(9_500,)),)
    unwritten = replace(plan(line("641", 1000)), items=alone)
    assert answers(unwritten, Facts(is_state_investment=YES))["state-investment-80"] == UNKNOWN


def test_sentences_are_said_in_english_to_the_end() -> None:
    facts = Facts(owner_is_local_authority=YES, limits=(FunderLimit("state", LimitKind.OWN_SHARE, 9000),))
    unknown = plan(line("641", 1000), line("613", None), line("74-etat", 900, funder="state"), funders=(STATE,))
    use_language("en")
    try:
        sentences = [one.sentence for found in (aided(1000, 900), unknown) for one in apply_rules(found, facts, DAY)]
    finally:
        use_language("fr")

    french = ("Demandez", "manque", "propres", "convention", "Aides")
    assert [one for one in sentences if any(word in one for word in french)] == []


def test_a_local_authority_pays_a_fifth_of_public_funding() -> None:
    def authority(own: int) -> Plan:
        return plan(line("641", 1000), line("74-etat", 800, funder="state"), line("propres", own), funders=(STATE,))

    facts = Facts(owner_is_local_authority=YES)

    assert [answers(authority(own), facts)["local-authority-20"] for own in (200, 199)] == [YES, NO]
    assert said("local-authority-20", authority(200), facts).status == "recalled"


@pytest.mark.parametrize(
    ("department", "aid", "answer"),
    [
        ("75", 400, YES), ("75", 401, NO), ("48", 600, YES), ("48", 601, NO), ("974", 850, YES), ("974", 851, NO),
        ("978", 850, YES), ("2A", 601, NO), ("975", 500, UNKNOWN), ("1", 500, UNKNOWN), ("975", 851, NO),
    ],
)  # fmt: skip
def test_ceilings_of_the_social_fund_by_category_of_region(department: str, aid: int, answer: Answer) -> None:
    found = plan(line("641", 1000), line("74-europe", aid, funder="eu", support="fse"), funders=(Funder("eu", "FSE+"),))

    assert answers(found, Facts(department=department))["fse-ceiling"] == answer


@pytest.mark.parametrize(("aid", "answer"), [(400, YES), (500, UNKNOWN), (851, NO)])
def test_without_a_place_only_the_extremes_of_the_social_fund_are_known(aid: int, answer: Answer) -> None:
    found = plan(line("641", 1000), line("74-europe", aid, funder="eu", support="fse"), funders=(Funder("eu", "FSE+"),))

    one = said("fse-ceiling", found)

    assert one.answer == answer
    assert ("Dites dans quel département" in one.sentence) == (answer == UNKNOWN)


def test_above_23000_euros_a_year_an_agreement_is_asked_of_each_funder() -> None:
    found = plan(
        line("641", 9_000_000, 9_000_000), line("74-etat", 2_300_000, 2_300_001, funder="state"),
        line("74-region", 2_300_000, 0, funder="region"), years=2, funders=(STATE, REGION),
    )  # fmt: skip

    def state(signed: Answer) -> tuple[Answer, int | None]:
        facts = Facts(owner_is_association=YES, agreements={"state": signed})
        one = next(one for one in apply_rules(found, facts, DAY) if one.key == "agreement-23000")
        return one.answer, one.year

    assert {signed: state(signed) for signed in Answer} == {YES: (YES, 1), NO: (NO, 1), UNKNOWN: (UNKNOWN, 1)}
    region = [one for one in apply_rules(found, Facts(), DAY) if one.funder == "region"]
    assert [(one.key, one.answer) for one in region] == [("agreement-23000", YES)]


def test_above_153000_euros_a_year_an_auditor_is_asked() -> None:
    def asked(cents: int, appointed: Answer = UNKNOWN) -> Answer:
        found = plan(line("641", cents), line("74-etat", cents, funder="state"), funders=(STATE,))
        return answers(found, Facts(owner_is_association=YES, has_auditor=appointed))["audit-153000"]

    assert [asked(15_300_000), asked(15_300_001)] == [YES, UNKNOWN]
    assert [asked(15_300_001, appointed) for appointed in (YES, NO)] == [YES, NO]


def test_agreement_is_asked_of_any_private_body_and_an_auditor_of_associations() -> None:
    # Law 2000-321, article 10: a body under private law; commercial code L. 612-4: associations.
    signed = {"state": NO}

    def asked(**said: Answer) -> tuple[Answer | None, Answer | None]:
        found = answers(aided(50_000_000, 16_000_000), Facts(agreements=signed, has_auditor=NO, **said))
        return found.get("agreement-23000"), found.get("audit-153000")

    assert asked(owner_is_association=YES) == (NO, NO)
    assert asked(owner_is_association=NO, owner_is_local_authority=NO) == (NO, None)
    assert asked(owner_is_local_authority=YES) == (None, UNKNOWN)
    assert asked() == (UNKNOWN, UNKNOWN)
    assert "Cette règle vaut si le porteur est une association" in said("audit-153000", aided(1, 16_000_000)).sentence


def test_public_aid_without_a_named_payer_cannot_tell_of_an_agreement() -> None:
    found = plan(line("641", 5_000_000), line("74-etat", 5_000_000))

    one = said("agreement-23000", found, Facts(owner_is_association=YES))

    assert (one.answer, "Nommez qui les verse" in one.sentence) == (UNKNOWN, True)
    small = plan(line("641", 5_000_000), line("74-etat", 2_300_000))
    assert "agreement-23000" not in answers(small, Facts(owner_is_association=YES))


def test_supports_that_may_not_pay_the_same_spending_are_to_be_checked() -> None:
    found = plan(
        line("74-etat", 1, key="a", support="fonjep"), line("74-asp", 1, key="b", support="aided-job"),
        line("74-europe", 1, key="c", support="fse"),
    )  # fmt: skip

    assert {
        key: one for key, one in answers(found).items() if key in {"fonjep-and-state-job", "two-european-funds"}
    } == {"fonjep-and-state-job": UNKNOWN}
    assert "Poste Fonjep, Emploi aidé" in said("fonjep-and-state-job", found).sentence


def limited(*limits: FunderLimit) -> list[tuple[str, Answer, str]]:
    found = plan(
        line("641", 1000, 1000), line("864", 200, 0), line("870", 200, 0),
        line("74-region", 700, 300, funder="region"), line("74-prive", 100, 100, funder="trust"),
        line("756", 200, 600), years=2, funders=(REGION, TRUST),
    )  # fmt: skip
    facts = Facts(limits=limits)
    return [(one.key, one.answer, one.funder) for one in apply_rules(found, facts, DAY) if one.key.startswith("limit")]


def test_a_funder_above_its_own_ceiling_is_found() -> None:
    at, above = (FunderLimit("region", LimitKind.OWN_CEILING, rate) for rate in (5000, 4999))

    assert limited(at, above) == [("limit-own_ceiling", YES, "region"), ("limit-own_ceiling", UNKNOWN, "region")]
    assert limited(FunderLimit("region", LimitKind.OWN_CEILING, 4000)) == [("limit-own_ceiling", NO, "region")]
    assert limited(FunderLimit("region", LimitKind.OWN_CEILING, 4600, counts_valued=YES)) == [
        ("limit-own_ceiling", YES, "region")
    ]


def test_a_funder_may_limit_public_aid_own_resources_and_its_amount_a_year() -> None:
    assert limited(
        FunderLimit("trust", LimitKind.PUBLIC_CEILING, 4999, counts_valued=NO),
        FunderLimit("trust", LimitKind.OWN_SHARE, 4000, counts_valued=NO),
        FunderLimit("region", LimitKind.AMOUNT, amount=700),
        FunderLimit("region", LimitKind.AMOUNT, amount=699),
        FunderLimit("nobody", LimitKind.AMOUNT, amount=1),
    ) == [
        ("limit-public_ceiling", NO, "trust"), ("limit-own_share", YES, "trust"), ("limit-amount", YES, "region"),
        ("limit-amount", NO, "region"),
    ]  # fmt: skip


def test_dues_of_a_named_member_are_own_resources_and_the_gift_of_a_named_funder_is_not() -> None:
    member = Funder("member", "Scop du Lac", "member", is_public=False)
    found = plan(
        line("641", 1000), line("756", 300, funder="member"), line("758", 100, key="own"),
        line("758", 100, key="given", funder="trust"), line("74-region", 500, funder="region"),
        funders=(member, TRUST, REGION),
    )  # fmt: skip
    facts = Facts(limits=tuple(FunderLimit("region", LimitKind.OWN_SHARE, rate) for rate in (4000, 4001)))

    asked = [one.answer for one in apply_rules(found, facts, DAY) if one.key == "limit-own_share"]

    assert asked == [YES, NO]


def test_another_stage_may_be_asked() -> None:
    found = plan(
        line("641", 1000, stages={Stage.ACTUAL: (1000,)}),
        line("74-etat", 100, funder="state", stages={Stage.ACTUAL: (900,)}), funders=(STATE,),
    )  # fmt: skip

    one = next(one for one in apply_rules(found, Facts(), DAY, Stage.ACTUAL) if one.key == "public-aid-80")

    assert (one.answer, answers(found)["public-aid-80"]) == (NO, YES)


def test_without_public_aid_no_ceiling_is_asked() -> None:
    assert answers(plan(line("641", 100), line("756", 100))) == {}


def test_a_rule_holds_from_its_day_on() -> None:
    keys = {one.key for one in rules_in_force(date(2020, 12, 31))}

    assert "fse-ceiling" not in keys
    assert "fse-ceiling" in {one.key for one in rules_in_force(date(2021, 1, 1))}


def test_every_answer_says_its_text_and_that_the_funder_decides() -> None:
    found = apply_rules(real_budget(), Facts(), DAY)

    assert found
    assert all(one.sentence and one.title and one.text and one.status for one in found)
    assert funder_decides().startswith("Le financeur décide")


@pytest.mark.parametrize(
    ("before", "after", "match"),
    [
        ("rate = 8000\nbase", "base", "a besoin de « rate »"),
        ("valid_from = 2021-01-01", 'valid_from = "2021"', "pas une date"),
        ("valid_until = 2029-12-31", "valid_until = 2020-01-01", "finit avant"),
        ('check = "public_ceiling"', 'check = "publik"', "publik"),
        ("rate = 8000", "rate = 80000", "80000"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(before: str, after: str, match: str) -> None:
    text = shipped_text("rules", "funding", FILES[0]).replace(before, after, 1)

    with pytest.raises(InvalidRules, match=f"ligne .*{match}"):
        read_rules(text, FILES[0])
