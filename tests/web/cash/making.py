"""A three-year plan with five funders, and those who look at its cash."""

from html import unescape

from django.test import Client
from tests.factories import make_full_pole, make_user
from tests.work_factories import make_funder, make_plan, make_plan_line, make_support

from essaim.apps.accounts.models import User
from essaim.apps.financing.models import Plan, Tranche
from essaim.apps.poles.models import Pole

COORDINATION = "coordination"


def browser(user: User | None) -> Client:
    client = Client(headers={"host": "localhost"})
    if user is not None:
        client.force_login(user)
    return client


def coordinator(pole: Pole) -> Client:
    return browser(make_user(coordinator=pole.uid))


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    return unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def here(plan: Plan, rest: str = "tresorerie/") -> str:
    return f"/poles/{plan.pole.slug}/budget/{plan.uid}/{rest}"


def simple_plan(**facts: object) -> Plan:
    """1 200 € of coordination a year, which one grant pays at the end of the year."""
    given = {"title": "Petit budget", "years": 1, "opening_cents": 300_00, "members": 10}
    plan = make_plan(**given | facts)
    state = make_funder(pole=plan.pole, name="État", kind="state", is_public=True)
    make_plan_line(1_200_00, plan=plan, form_line="641", analytic=COORDINATION, label="Animation")
    make_plan_line(1_200_00, plan=plan, side="product", form_line="74-etat", funder=state, rhythm="yearly", month=12)
    return plan


def five_funders() -> Plan:
    """Three years, five funders, four ways of paying; volunteering on both sides; 40 members."""
    pole = make_full_pole(name="Pôle des Causses")
    plan = make_plan(
        pole=pole, title="Budget 2027-2029", years=3, opening_cents=18_000_00, overdraft_cents=5_000_00, members=40
    )
    state, region, epci, europe, foundation = (
        make_funder(pole=pole, name=name, kind=kind, is_public=kind != "private")
        for name, kind in (
            ("État (DREETS)", "state"), ("Région Occitanie", "region"), ("Communauté de communes", "commune_epci"),
            ("FSE+", "europe"), ("Fondation de la Ruche", "private"),
        )
    )  # fmt: skip
    make_plan_line(*[62_000_00] * 3, plan=plan, form_line="641", analytic=COORDINATION, label="Animation : 1,3 ETP")
    make_plan_line(*[21_000_00] * 3, plan=plan, form_line="645", analytic=COORDINATION, label="Cotisations sociales")
    make_plan_line(*[12_000_00] * 3, plan=plan, form_line="613", label="Loyer")
    make_plan_line(9_000_00, 15_000_00, 15_000_00, plan=plan, form_line="60-autres", label="Achats", rhythm="quarterly")
    make_plan_line(*[8_000_00] * 3, plan=plan, form_line="864", label="Bénévolat")
    grants = {"plan": plan, "side": "product"}
    support = make_support(funder=state, title="Appel PTCE", ends_on=None)
    line = make_plan_line(
        *[40_000_00] * 3, **grants, form_line="74-etat", funder=state, rhythm="tranches", support=support,
        analytic=COORDINATION,
    )  # fmt: skip
    for month, share in ((4, 5_000), (10, 3_000), (15, 2_000)):
        Tranche.objects.create(line=line, month=month, share=share)
    make_plan_line(*[20_000_00] * 3, **grants, form_line="74-region", funder=region, rhythm="yearly", month=6)
    make_plan_line(*[15_000_00] * 3, **grants, form_line="74-communes", funder=epci, rhythm="yearly", month=3)
    make_plan_line(
        *[16_000_00] * 3, **grants, form_line="74-europe", funder=europe, rhythm="on_claim", claim_every=6, delay=9,
        advance=2_000,
    )  # fmt: skip
    make_plan_line(
        3_000_00, 3_000_00, None, **grants, form_line="74-prive", funder=foundation, rhythm="yearly", month=9
    )
    make_plan_line(*[4_000_00] * 3, **grants, form_line="756", rhythm="yearly", month=2, label="Cotisations")
    make_plan_line(6_000_00, 12_000_00, 15_000_00, **grants, form_line="70", rhythm="quarterly", month=3)
    make_plan_line(*[8_000_00] * 3, **grants, form_line="870", label="Bénévolat")
    return plan
