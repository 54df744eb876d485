"""The smallest valid records, for tests of the site."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from essaim.apps.accounts.actions import choose_frequency, grant_role, invite_to_role, notify, register_user
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import Grant, MailChoice, Notice, RoleInvitation, User
from essaim.apps.accounts.queries import token_hash
from essaim.apps.audit.actors import Programme
from essaim.apps.audit.models import Event
from essaim.apps.campaigns import actions as campaigning
from essaim.apps.campaigns.models import (
    Answer,
    Campaign,
    Confirmation,
    Invitation,
    Link,
    Question,
    StatedAnswer,
    Statement,
)
from essaim.apps.campaigns.queries import invitation_by_uid
from essaim.apps.corrections.actions import ask, propose
from essaim.apps.corrections.models import Exchange, Proposal
from essaim.apps.documents.actions import file_document
from essaim.apps.documents.models import Document
from essaim.apps.founding.actions.prospect_sheets import take_prospect_sheet
from essaim.apps.founding.enums import LetterKind, ProspectSource
from essaim.apps.founding.models import (
    Founding,
    Letter,
    Prospect,
    ProspectNote,
    ProspectSheet,
)
from essaim.apps.intake.actions import take_in
from essaim.apps.intake.models import MemberImport
from essaim.apps.jobs.actions import queue_message
from essaim.apps.jobs.models import Job, Message, Worker
from essaim.apps.library import actions as modelling
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.poles import actions
from essaim.apps.poles.actions.look_ups import keep_answer
from essaim.apps.poles.models import (
    FormerSlug,
    LookUp,
    LookUpLine,
    Membership,
    Network,
    Observation,
    Organisation,
    Pole,
    PoleCommune,
    PoleDomain,
    PoleFrame,
    PoleSection,
    Recognition,
    SheetItem,
    StrategyAxis,
    TerritoryNote,
)
from essaim.apps.scenarios.actions import save_scenario
from essaim.apps.scenarios.answers import decide
from essaim.apps.scenarios.counting import count as count_actors
from essaim.apps.scenarios.counting import ground_in_use
from essaim.apps.scenarios.findings import Findings, pack
from essaim.apps.scenarios.models import Scenario
from essaim.apps.scenarios.question import asked_question
from essaim.engine.patterns import as_data, built_in_patterns, find_pattern
from essaim.engine.sources.recherche_answers import read_page
from essaim.engine.sources.recherche_entreprises import Asked
from essaim.engine.territories import load_territories
from essaim.engine.territories.search_index import search_form
from essaim.kit.dates import dated
from tests.directory_server import result, units

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
ADMIN = Programme("tests")
STRANGER = Programme("stranger", is_administrator=False)
# That of Mende.
EPCI = "244800405"
_numbers = count(1)


def next_number() -> int:
    return next(_numbers)


def make_pole(**facts: Any) -> Pole:
    return actions.add_pole(**{"name": f"Pôle {next(_numbers)}", "by": ADMIN, "at": AT, **facts})


def make_full_pole(**facts: Any) -> Pole:
    """A pole with a domain, a section, a recognition, a figure, a network and a member."""
    pole = make_pole(**{"commune": "26281", "stage": "running", **facts})
    number = next(_numbers)
    actions.set_domains(pole=pole, keys=["food"], by=ADMIN, at=AT)
    make_section(pole)
    actions.set_frames(pole=pole, frames=[("pnr", "Parc du Vercors")], by=ADMIN, at=AT)
    actions.set_axes(pole=pole, axes=[("Nourrir", "Circuits courts.")], by=ADMIN, at=AT)
    actions.list_item(pole=pole, heading="economy", kind="state", label="Appel de 2013", by=ADMIN, at=AT)
    make_recognition(pole)
    make_observation(pole)
    actions.join_network(pole=pole, network=make_network(key=f"reseau-{number}"), by=ADMIN, at=AT)
    actions.add_member(pole=pole, organisation=make_organisation(), by=ADMIN, at=AT)
    return pole


def make_section(pole: Pole, heading: str = "genesis", text: str = "Né en 2007.") -> PoleSection:
    return actions.write_section(pole=pole, heading=heading, text=text, source_title="Entretien", by=ADMIN, at=AT)


def make_recognition(pole: Pole, scheme: str = "witness_2012", when: str = "2012") -> Recognition:
    return actions.record_recognition(
        pole=pole, scheme=scheme, when=dated(when), source_urls="https://example.org/liste", by=ADMIN, at=AT
    )


def make_observation(pole: Pole, **facts: Any) -> Observation:
    return actions.record_observation(
        **{
            "pole": pole, "indicator": "jobs", "value": 12, "unit": "ETP", "scope": "équipe", "when": dated("2014"),
            "source_urls": "https://example.org/fiche", "by": ADMIN, "at": AT, **facts,
        }
    )  # fmt: skip


def make_network(key: str = "reseau", name: str = "Réseau") -> Network:
    return actions.add_network(key=key, name=name, by=ADMIN, at=AT)


def make_organisation(**facts: Any) -> Organisation:
    return actions.add_organisation(**{"name": f"Structure {next(_numbers)}", "by": ADMIN, "at": AT, **facts})


QUESTIONS = (
    campaigning.Asked("fact", "stage"),
    campaigning.Asked("fact", "website"),
    campaigning.Asked("section", "genesis"),
    campaigning.Asked("indicator", "members", "pole", "count", dated("2026")),
)


def make_campaign(*, poles: int = 1, network: Network | None = None, opened: bool = True, **facts: Any) -> Campaign:
    """A campaign on some poles of a network: four questions, open from AT for thirty days."""
    network = network or make_network(key=f"reseau-{next(_numbers)}")
    facts = {"name": "Campagne 2026", "message": "Est-ce toujours vrai ?", "opens_at": AT,
             "closes_at": AT + timedelta(days=30), **facts}  # fmt: skip
    campaign = campaigning.plan_campaign(network=network, facts=facts, by=ADMIN, at=AT)
    members = [make_pole(stage="running") for _ in range(poles)]
    for pole in members:
        make_section(pole)
        make_observation(pole, indicator="members", value=12, unit="count", scope="pole")
        actions.join_network(pole=pole, network=network, by=ADMIN, at=AT)
    campaigning.choose_questions(campaign=campaign, asked=QUESTIONS, by=ADMIN, at=AT)
    campaigning.choose_poles(campaign=campaign, poles=members, by=ADMIN, at=AT)
    return campaigning.open_campaign(campaign=campaign, by=ADMIN, at=AT) if opened else campaign


def make_invitation(**facts: Any) -> Invitation:
    row = make_campaign(**facts).invitations.get()
    invitation = invitation_by_uid(row.uid)
    assert invitation is not None
    return invitation


def make_link() -> str:
    return campaigning.issue_link(invitation=make_invitation(), by=ADMIN, at=AT)


def make_answers(invitation: Invitation | None = None) -> Invitation:
    """Still running, a site, nothing on the genesis, fourteen members."""
    invitation = invitation or make_invitation()
    stage, website, _genesis, members = invitation.campaign.questions.all()
    given = {
        stage.pk: campaigning.Given("still_true"),
        website.pk: campaigning.Given("corrected", "exemple.org"),
        members.pk: campaigning.Given("corrected", "14"),
    }
    return campaigning.save_answers(
        invitation=invitation, given=given, seen_version=invitation.version, by=ADMIN, at=AT
    )


def make_statement(invitation: Invitation | None = None) -> Statement:
    answered = make_answers(invitation)
    return campaigning.validate(
        invitation=answered, person="Camille Exemple", function="coordination", seen_version=answered.version,
        by=ADMIN, at=AT,
    )  # fmt: skip


def make_accepted_statement() -> Statement:
    statement = make_statement()
    campaigning.accept_answers(statement=statement, by=ADMIN, at=AT)
    return statement


def make_user(email: str = "", **held: str) -> User:
    """A person; ``held`` gives roles by name: ``make_user(coordinator=pole.uid, state_officer="")``."""
    user = register_user(email=email or f"personne-{next(_numbers)}@example.org", by=ADMIN, at=AT)
    for role, key in held.items():
        grant_role(user=user, role=role, key=key, by=ADMIN, at=AT)
    return user


def make_grant() -> Grant:
    return grant_role(user=make_user(), role=Role.RESEARCHER, by=ADMIN, at=AT)


def make_role_invitation(email: str = "noa@example.org", token: str = "", **facts: Any) -> RoleInvitation:
    """An invitation to help research, or to what ``facts`` say; ``token`` takes the place of the secret."""
    facts = {"role": Role.RESEARCHER, "by": ADMIN, "at": AT, **facts}
    invitation = invite_to_role(email=email, address=str, **facts)
    if token:
        RoleInvitation.objects.filter(pk=invitation.pk).update(token_hash=token_hash(token))
    return invitation


def make_notice() -> Notice:
    user = make_user()
    choose_frequency(user=user, kind="roles", frequency="daily", by=ADMIN, at=AT)
    notify(user=user, kind="roles", subject="Un mot", text="Un texte.", by=ADMIN, at=AT)
    return user.notices.get()


def make_message(**facts: Any) -> Message:
    return queue_message(
        **{
            "to": "quelqu-un@example.org", "subject": "Bonjour", "text": "Un mot.", "kind": "test",
            "by": ADMIN, "at": AT, **facts,
        }
    )  # fmt: skip


def make_job(**facts: Any) -> Job:
    return Job.objects.create(**{"kind": "test", "asked_by": ADMIN.uid, "asked_at": AT, **facts})


def make_look_up(place: str = "commune:26281", family: str = "ess", words: str = "", at: datetime = AT) -> LookUp:
    """What the public directory answers about a place, as the tests' own server says it."""
    results = [result(number, unit, matching=True) for number, unit in enumerate(units()) if unit.place[0] == "26281"]
    page = read_page({"results": results, "total_results": len(results)}, 1)
    asked = Asked((page,), page.total)
    return keep_answer(place=place, family=family, words=words, asked=asked, address="http://tests", at=at)


def make_worker(uid: str = "worker") -> Worker:
    return Worker.objects.create(uid=uid, started_at=AT, seen_at=AT)


def make_import(
    pole: Pole | None = None, table: str = "Nom;Cercle\nLa Ruche;fondateur\n", by: Any = ADMIN
) -> MemberImport:
    return take_in(pole=pole or make_pole(), content=table.encode(), file_name="membres.csv", by=by, at=AT)


def make_proposal(**facts: Any) -> Proposal:
    """A visitor proposes to correct a pole."""
    pole = facts.pop("pole", None) or make_pole()
    return propose(**{"kind": "correction", "title": pole.name, "text": "Faux.", "pole": pole, "at": AT, **facts})


def make_exchange() -> Proposal:
    return ask(proposal=make_proposal(), seen_version=1, text="Où ?", address="", by=ADMIN, at=AT)


def make_note(code: str = EPCI, text: str = "Un local se libère.", **facts: Any) -> TerritoryNote:
    return actions.write_note(**{"code": code, "text": text, "by": ADMIN, "at": AT, **facts})


def make_document() -> Document:
    return file_document(
        owner_kind="prospect",
        owner_key="x",
        title="Lettre",
        file_name="lettre.pdf",
        content=b"%PDF-1.7",
        by=ADMIN,
        at=AT,
    )


def make_draft(**facts: Any) -> Pole:
    return actions.start_draft(**{"name": f"Brouillon {next(_numbers)}", "by": make_user(), "at": AT, **facts})


def make_founding(**facts: Any) -> Founding:
    return Founding.objects.create(**{"pole": make_draft(), "started_by": "someone", "started_at": AT, **facts})


def make_prospect(**facts: Any) -> Prospect:
    name = facts.get("name") or f"Prospect {next(_numbers)}"
    given = {"name": name, "search_text": search_form(name), "source": ProspectSource.TYPED}
    founding = facts.get("founding") or make_founding()
    return Prospect.objects.create(**{"founding": founding, "added_at": AT, "changed_at": AT, **given, **facts})


def make_prospect_note(**facts: Any) -> ProspectNote:
    given = {"text": "Vu au marché.", "written_by": "someone", "written_at": AT, "erase_on": AT.date()}
    return ProspectNote.objects.create(**{"prospect": facts.get("prospect") or make_prospect(), **given, **facts})


def make_prospect_letter() -> Letter:
    return Letter.objects.create(prospect=make_prospect(), kind=LetterKind.COMMITMENT, made_by="someone", made_at=AT)


def make_prospect_sheet(founding: Founding | None = None, table: str = "Nom\nLa Ruche\n") -> ProspectSheet:
    return take_prospect_sheet(
        founding=founding or make_founding(), content=table.encode(), file_name="prospects.csv", by=ADMIN, at=AT
    )


def make_model(key: str = "atelier-velo", *, network: Network | None = None, published: bool = True) -> WrittenModel:
    """A model of the site, drawn from one of the product's."""
    data = as_data(next(entry.pattern for entry in built_in_patterns() if entry.pattern.key == "livre-edition"))
    version = modelling.start_model(
        key=key, network=network, data={**data, "title": f"Modèle {key}"}, by=ADMIN, at=AT
    )  # fmt: skip
    if published:
        modelling.publish(version=version, seen=version.edits, by=ADMIN, at=AT)
    return version.model


def make_scenario(*, owner: User | None = None, name: str = "Repérage", **asked: Any) -> Scenario:
    """A scan kept by somebody: on the register in use, else with nothing found."""
    t, ground = load_territories(), ground_in_use()
    question = asked_question(find_pattern("champ-cantine"), t, **asked)
    if ground is None:
        kept = {"pattern": as_data(question.pattern), "level": question.level, "found": pack(Findings({}, {}))}
        return Scenario.objects.create(owner=owner or make_user(), name=name, saved_at=AT, **kept)
    answers = decide(question, count_actors(question, ground), ground)
    return save_scenario(name=name, answers=answers, by=owner or make_user(), at=AT)


MAKERS = {
    Document: make_document,
    Founding: make_founding,
    Prospect: make_prospect,
    ProspectNote: make_prospect_note,
    Letter: make_prospect_letter,
    ProspectSheet: make_prospect_sheet,
    Scenario: make_scenario,
    Proposal: make_proposal,
    Exchange: make_exchange,
    MemberImport: make_import,
    ModelVersion: make_model,
    WrittenModel: make_model,
    Campaign: make_campaign,
    Question: make_campaign,
    Invitation: make_invitation,
    Link: make_link,
    Answer: make_answers,
    Statement: make_statement,
    StatedAnswer: make_statement,
    Confirmation: make_accepted_statement,
    Message: make_message,
    Job: make_job,
    Worker: make_worker,
    User: make_user,
    Grant: make_grant,
    RoleInvitation: make_role_invitation,
    MailChoice: make_notice,
    Notice: make_notice,
    Event: make_pole,
    Pole: make_pole,
    Organisation: make_organisation,
    Network: make_network,
    Recognition: make_full_pole,
    Observation: make_full_pole,
    Membership: make_full_pole,
    PoleSection: make_full_pole,
    PoleDomain: make_full_pole,
    SheetItem: make_full_pole,
    PoleFrame: make_full_pole,
    StrategyAxis: make_full_pole,
    TerritoryNote: make_note,
    PoleCommune: make_pole,
    FormerSlug: make_pole,
    LookUp: make_look_up,
    LookUpLine: make_look_up,
}
