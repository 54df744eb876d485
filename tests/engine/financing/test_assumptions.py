"""Assumptions are kept as JSON and read back, or refused by name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidValue
from essaim.engine.financing.assumptions import Assumptions, differences

KEYS = st.lists(st.text(min_size=1, max_size=100), max_size=3).map(tuple)
SUPPOSED = st.builds(
    Assumptions,
    late_months=st.integers(0, 36),
    refused=st.integers(0, 10_000),
    concerned=KEYS,
    removed=KEYS,
    all_end=st.booleans(),
    as_followed=st.booleans(),
    from_month=st.integers(1, 60),
    kept_coordination=st.integers(0, 10_000),
    added_fee=st.integers(0, 10**9),
    in_bank=st.one_of(st.none(), st.integers(-(10**12), 10**12)),
    delays=st.lists(st.tuples(st.text(min_size=1, max_size=100), st.integers(0, 60)), max_size=3).map(tuple),
)


@given(supposed=SUPPOSED)
def test_assumptions_are_read_back_as_they_were(supposed: Assumptions) -> None:
    assert Assumptions.from_json(supposed.to_json()) == supposed


def test_what_was_not_written_is_as_planned() -> None:
    assert Assumptions.from_json('{"late_months": 6, "as_followed": true}') == Assumptions(late_months=6)
    # Kept before the follow-up of supports was read: by the plan's calendars alone.
    assert Assumptions.from_json("{}") == Assumptions(as_followed=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Ces hypothèses ne sont pas du JSON."),
        ("[" * 100_000, "Ces hypothèses ne sont pas du JSON."),
        ("[]", "Ces hypothèses ne se lisent pas."),
        ('{"weather": 1}', "L'hypothèse « weather » ne se lit pas."),
        ('{"late_months": "6"}', "L'hypothèse « late_months » ne se lit pas."),
        ('{"late_months": true}', "L'hypothèse « late_months » ne se lit pas."),
        ('{"late_months": 1.5}', "L'hypothèse « late_months » ne se lit pas."),
        ('{"all_end": 1}', "L'hypothèse « all_end » ne se lit pas."),
        ('{"as_followed": 1}', "L'hypothèse « as_followed » ne se lit pas."),
        ('{"removed": "state"}', "L'hypothèse « removed » ne se lit pas."),
        ('{"removed": [1]}', "L'hypothèse « removed » ne se lit pas."),
        ('{"removed": [""]}', "L'hypothèse « removed » ne se lit pas."),
        ('{"in_bank": "5"}', "L'hypothèse « in_bank » ne se lit pas."),
        ('{"delays": {"state": 3}}', "L'hypothèse « delays » ne se lit pas."),
        ('{"delays": [["state", true]]}', "L'hypothèse « delays » ne se lit pas."),
        ('{"delays": [["state"]]}', "L'hypothèse « delays » ne se lit pas."),
        ('{"delays": [["state", 61]]}', "Un délai de paiement va de 0 à 60 mois."),
        ('{"late_months": 37}', "Un retard va de 0 à 36 mois."),
        ('{"refused": 10001}', "La part refusée va de 0 à 100 %."),
        ('{"from_month": 0}', "Le premier mois concerné va de 1 à 60."),
        ('{"kept_coordination": -1}', "La part gardée de l'animation va de 0 à 100 %."),
        ('{"added_fee": -1}', "La cotisation ajoutée n'est pas négative, et reste un montant possible."),
    ],
)
def test_what_does_not_read_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Assumptions.from_json(text)

    assert refused.value.message == message


def test_differences_are_named_in_order() -> None:
    one, other = Assumptions(late_months=6, added_fee=1), Assumptions(late_months=3, all_end=True, added_fee=1)

    assert differences(one, other) == ("late_months", "all_end")
    assert differences(one, one) == ()


def test_the_text_is_stable() -> None:
    text = Assumptions(removed=("État",)).to_json()

    assert list(json.loads(text)) == sorted(json.loads(text))
    assert "État" in text
