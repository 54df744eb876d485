"""The smallest valid records of what poles do together and of their money, for tests of the site."""

from datetime import date
from decimal import Decimal
from typing import Any

from essaim.apps.financing import models as money
from essaim.apps.projects import models as work
from tests.factories import AT, make_organisation, make_pole, next_number


def make_project(**facts: Any) -> work.Project:
    title = facts.get("title", f"Projet {next_number()}")
    given = {"title": title, "search_text": title.lower(), "created_at": AT, "changed_at": AT}
    return work.Project.objects.create(**{"pole": facts.get("pole") or make_pole(), **given, **facts})


def make_project_domain() -> work.ProjectDomain:
    return work.ProjectDomain.objects.create(project=make_project(), key="food")


def make_project_partner(**facts: Any) -> work.ProjectPartner:
    given = {"project": facts.get("project") or make_project(), "name": "La Ruche"}
    return work.ProjectPartner.objects.create(**{**given, **facts})


def make_milestone(**facts: Any) -> work.Milestone:
    given = {"project": facts.get("project") or make_project(), "title": "Ouvrir", "due_on": date(2027, 3, 1)}
    return work.Milestone.objects.create(**{**given, **facts})


def make_job_figure(**facts: Any) -> work.JobFigure:
    given = {
        "project": facts.get("project") or make_project(), "kind": "created", "fte": Decimal("1.50"),
        "on": date(2026, 6, 30), "evidence": "Contrats de travail",
    }  # fmt: skip
    return work.JobFigure.objects.create(**{**given, **facts})


def make_outcome(**facts: Any) -> work.Outcome:
    given = {"project": facts.get("project") or make_project(), "domain": "food", "label": "Repas servis"}
    return work.Outcome.objects.create(**{**given, **facts})


def make_plan(**facts: Any) -> money.Plan:
    given = {
        "title": f"Budget {next_number()}", "starts_on": date(2027, 1, 1), "years": 3, "created_at": AT,
        "changed_at": AT, "changed_by": "someone",
    }  # fmt: skip
    return money.Plan.objects.create(**{"pole": facts.get("pole") or make_pole(), **given, **facts})


def make_plan_line(*amounts: int | None, **facts: Any) -> money.PlanLine:
    """A line with planned amounts in cents, a year each; a charge unless said otherwise."""
    given = {"plan": facts.get("plan") or make_plan(), "side": "charge", "form_line": "60-autres"}
    line = money.PlanLine.objects.create(**{**given, **facts})
    for year, cents in enumerate(amounts or (100_00,), start=1):
        money.PlanAmount.objects.create(line=line, year=year, planned_cents=cents)
    return line


def make_tranche() -> money.Tranche:
    return money.Tranche.objects.create(line=make_plan_line(), month=3, share=5000)


def make_long_term_item(**facts: Any) -> money.LongTermItem:
    given = {"plan": facts.get("plan") or make_plan(), "kind": "need", "category": "investment", "amounts": [500_00]}
    return money.LongTermItem.objects.create(**{**given, **facts})


def make_cash_scenario(**facts: Any) -> money.CashScenario:
    given = {
        "plan": facts.get("plan") or make_plan(), "name": "Sans l'État", "plan_version": 1, "engine_version": "0",
        "saved_by": "someone", "saved_at": AT,
    }  # fmt: skip
    return money.CashScenario.objects.create(**{**given, **facts})


def make_plan_sheet(**facts: Any) -> money.PlanSheet:
    given = {"plan": facts.get("plan") or make_plan(), "file_name": "plan.ods", "created_by": "someone"}
    return money.PlanSheet.objects.create(**{**given, "created_at": AT, "expires_at": AT, **facts})


def make_expense_sheet(**facts: Any) -> money.ExpenseSheet:
    given = {"pole": facts.get("pole") or make_pole(), "file_name": "depenses.ods", "created_by": "someone"}
    return money.ExpenseSheet.objects.create(**{**given, "created_at": AT, "expires_at": AT, **facts})


def make_plan_share(**facts: Any) -> money.PlanShare:
    given = {"plan": facts.get("plan") or make_plan(), "role": "territorial_agent", "key": "244800405"}
    return money.PlanShare.objects.create(**{**given, "shared_by": "someone", "shared_at": AT, **facts})


def make_funder(**facts: Any) -> money.Funder:
    given = {"pole": facts.get("pole") or make_pole(), "name": f"Financeur {next_number()}"}
    return money.Funder.objects.create(**{**given, **facts})


def make_support(**facts: Any) -> money.Support:
    funder = facts.get("funder") or make_funder(**({"pole": facts["pole"]} if "pole" in facts else {}))
    given = {"funder": funder, "pole": funder.pole, "title": "Animation du pôle", "changed_at": AT}
    return money.Support.objects.create(**{**given, **facts})


def make_claim(**facts: Any) -> money.Claim:
    given = {"support": facts.get("support") or make_support(), "claimed_on": date(2027, 7, 1), "cents": 1_000_00}
    return money.Claim.objects.create(**{**given, **facts})


def make_receipt(**facts: Any) -> money.Receipt:
    given = {"support": facts.get("support") or make_support(), "due_on": date(2027, 3, 1), "due_cents": 1_000_00}
    return money.Receipt.objects.create(**{**given, **facts})


def make_report(**facts: Any) -> money.Report:
    return money.Report.objects.create(
        **{"support": facts.get("support") or make_support(), "due_on": date(2028, 6, 30), **facts}
    )


def make_final_report(**facts: Any) -> money.FinalReport:
    given = {"support": facts.get("support") or make_support(), "texts": {"done": "Trois ateliers."}}
    return money.FinalReport.objects.create(**{**given, "changed_by": "someone", "changed_at": AT, **facts})


def make_dedicated_fund(**facts: Any) -> money.DedicatedFund:
    given = {"support": facts.get("support") or make_support(), "closes_on": date(2027, 12, 31)}
    return money.DedicatedFund.objects.create(**{**given, "carried_cents": 100_00, **facts})


def make_expense(**facts: Any) -> money.Expense:
    given = {"pole": facts.get("pole") or make_pole(), "on": date(2027, 2, 1), "label": "Loyer", "cents": 500_00}
    return money.Expense.objects.create(**{**given, **facts})


def make_calendar_feed(**facts: Any) -> money.CalendarFeed:
    given = {"pole": facts.get("pole") or make_pole(), "user_uid": "someone", "token_hash": f"{next_number()}"}
    return money.CalendarFeed.objects.create(**{**given, "made_at": AT, **facts})


def make_undertaking(**facts: Any) -> money.SingleUndertaking:
    given = {"pole": facts.get("pole") or make_pole(), "name": f"Groupe {next_number()}"}
    return money.SingleUndertaking.objects.create(**{**given, **facts})


def make_de_minimis_aid(**facts: Any) -> money.DeMinimisAid:
    given = {
        "pole": facts.get("pole") or make_pole(), "organisation": facts.get("organisation") or make_organisation(),
        "granted_on": date(2026, 1, 15), "cents": 10_000_00, "source": "Notification", "recorded_by": "someone",
        "recorded_at": AT,
    }  # fmt: skip
    return money.DeMinimisAid.objects.create(**{**given, **facts})


WORK_MAKERS = {
    work.Project: make_project,
    work.ProjectDomain: make_project_domain,
    work.ProjectPartner: make_project_partner,
    work.Milestone: make_milestone,
    work.JobFigure: make_job_figure,
    work.Outcome: make_outcome,
    money.Plan: make_plan,
    money.PlanLine: make_plan_line,
    money.PlanAmount: make_plan_line,
    money.Tranche: make_tranche,
    money.LongTermItem: make_long_term_item,
    money.CashScenario: make_cash_scenario,
    money.PlanShare: make_plan_share,
    money.PlanSheet: make_plan_sheet,
    money.ExpenseSheet: make_expense_sheet,
    money.Funder: make_funder,
    money.Support: make_support,
    money.Claim: make_claim,
    money.Receipt: make_receipt,
    money.Report: make_report,
    money.FinalReport: make_final_report,
    money.DedicatedFund: make_dedicated_fund,
    money.Expense: make_expense,
    money.CalendarFeed: make_calendar_feed,
    money.SingleUndertaking: make_undertaking,
    money.DeMinimisAid: make_de_minimis_aid,
}
