"""Steps: finished in their order, left out, taken up again, given, and edited by two at once."""

from datetime import date, timedelta

import pytest

from core.models import AuditEntry
from core.refusal import Refusal
from operations.models import Operation, Role
from planning.models import Plan, Step, StepComment
from planning.services.steps import (
    add_step,
    drop_step,
    edit_step,
    finish_step,
    give_step,
    reopen_step,
)
from tests.accounts.factories import UserFactory
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)
from tests.planning.factories import CommentFactory, PlanFactory, StepFactory

pytestmark = pytest.mark.django_db


def address(step, rest="", language="en"):
    return f"/{language}/organize/{step.plan.operation.slug}/plan/{step.pk}/{rest}"


def waiting_step(**values):
    """A step that waits for an open one."""
    step = StepFactory(title_en="Print maps", **values)
    step.needs.add(StepFactory(plan=step.plan, title_en="Freeze the programme"))
    return step


def now(step):
    return Step.objects.get(pk=step.pk)


def typed_step(**values):
    return {
        "title": "Book the hall",
        "notes": "Ask for two circuits.",
        "days": "30",
        "side": "before",
        "fixed_on": "",
        "lead_days": "5",
        "owner_role": "desk",
        "owner": "",
        "document": "",
    } | values


# Finishing


def test_a_step_is_done_once_by_whom_and_when_and_keeps_its_day():
    step, by, other = StepFactory(), UserFactory(), UserFactory()
    due_on = step.due_on

    finish_step(step=step, by=by)
    first = now(step)
    finish_step(step=step, by=other)
    Operation.objects.update(starts_on=date(2030, 5, 4), ends_on=date(2030, 5, 5))

    again = now(step)
    assert (again.state, again.done_by, again.done_at) == ("done", by, first.done_at)
    assert again.due_on == due_on
    assert AuditEntry.objects.filter(action="step.finished").count() == 1


def test_a_step_that_waits_for_others_is_not_finished_and_their_names_are_said():
    step = waiting_step()

    answer = member_client(step.plan.operation).post(address(step, "done/"), {"anyway": ""})

    assert answer.status_code == 422
    assert "waits for others that are still open: “Freeze the programme”." in answer.text
    assert now(step).state == "open"


def test_a_step_that_waits_is_finished_with_a_reason_that_becomes_a_comment():
    step = waiting_step()
    member = MembershipFactory(operation=step.plan.operation).user

    client_of(member).post(address(step, "done/"), {"anyway": "The printer was free."})

    assert now(step).state == "done"
    said = StepComment.objects.get()
    assert (said.text, said.author) == ("The printer was free.", member)


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_nobody_waits_for_what_is_over(state):
    step = waiting_step()
    need = step.needs.get()
    if state == "done":
        finish_step(step=need, by=None)
    else:
        drop_step(step=need, language="en", reason="No programme.", by=None)

    finish_step(step=step, by=None)

    assert now(step).state == "done"
    assert not StepComment.objects.exists()


def test_a_reason_that_is_not_needed_is_not_kept():
    step = StepFactory()

    finish_step(step=step, by=None, anyway="Because.")

    assert not StepComment.objects.exists()


def test_a_step_taken_up_again_follows_its_operation_again():
    step = StepFactory(days_before=10)
    drop_step(step=step, language="en", reason="Not needed.", by=None)
    with pytest.raises(Refusal, match="was left out"):
        finish_step(step=step, by=None)

    reopen_step(step=step, by=None)
    Operation.objects.update(starts_on=date(2030, 5, 4), ends_on=date(2030, 5, 5))

    open_again = now(step)
    assert (open_again.state, open_again.reason_en, open_again.done_at) == ("open", "", None)
    assert str(open_again.due_on) == "2030-04-24"


def test_a_step_is_left_out_with_a_reason_in_the_language_of_the_page():
    step = StepFactory()
    client = member_client(step.plan.operation)

    refused = client.post(address(step, "left-out/"), {"reason": " "})
    client.post(address(step, "left-out/", "fr"), {"reason": "Personne ne vole."})
    twice = client.post(address(step, "left-out/"), {"reason": "Again."}, follow=True)

    assert refused.status_code == 422
    assert (now(step).state, now(step).reason_fr, now(step).reason_en) == (
        "dropped", "Personne ne vole.", ""
    )  # fmt: skip
    assert "This step is done or left out already." in twice.text
    assert "Personne ne vole." in client.get(address(step)).text


# Giving


def test_a_step_is_given_to_somebody_of_the_team_and_to_nobody_else():
    step = StepFactory()
    member = MembershipFactory(operation=step.plan.operation, role=Role.DESK).user
    stranger = MembershipFactory().user
    client = member_client(step.plan.operation)

    refused = client.post(address(step, "owner/"), {"owner": stranger.pk})
    client.post(address(step, "owner/"), {"owner": member.pk})

    assert refused.status_code == 422
    assert now(step).owner == member
    with pytest.raises(Refusal, match="not in the team"):
        give_step(step=step, owner=stranger, by=None)
    client.post(address(step, "owner/"), {"owner": ""})
    assert now(step).owner is None


# Writing


def test_a_step_of_ones_own_is_added_with_what_it_waits_for():
    need = StepFactory()
    operation = need.plan.operation
    client = member_client(operation)

    answer = client.post(
        f"/fr/organize/{operation.slug}/plan/new/?lang=fr",
        typed_step(title="Réserver la salle", is_blocking="on", needs=[need.pk], side="after"),
    )

    step = Step.objects.exclude(pk=need.pk).get()
    assert answer.url == address(step, language="fr")
    assert (step.title_fr, step.title_en, step.source_language) == ("Réserver la salle", "", "fr")
    assert (step.days_before, step.lead_days, step.is_blocking) == (-30, 5, True)
    assert (list(step.needs.all()), step.owner_role) == ([need], "desk")


def test_a_translation_is_written_beside_the_source():
    step = StepFactory(title_en="Book the hall")

    member_client(step.plan.operation).post(
        address(step, "edit/") + "?lang=fr", typed_step(version=1, title="Réserver la salle")
    )

    assert (now(step).title_fr, now(step).title_en) == ("Réserver la salle", "Book the hall")


def test_a_fixed_day_stays_when_the_operation_moves():
    step = StepFactory()
    day = step.plan.operation.starts_on - timedelta(days=3)

    member_client(step.plan.operation).post(
        address(step, "edit/"), typed_step(version=1, fixed_on=day.isoformat())
    )
    Operation.objects.update(starts_on=date(2030, 5, 4), ends_on=date(2030, 5, 5))

    assert now(step).due_on == day


def test_the_second_of_two_edits_sees_both_and_can_keep_its_own():
    step = StepFactory(title_en="Before")
    client = member_client(step.plan.operation)
    edit = address(step, "edit/")
    client.post(edit, typed_step(version=1, title="Theirs"))

    conflict = client.post(edit, typed_step(version=1, title="Mine", side="after"))

    assert conflict.status_code == 409
    shown = {(each.label, each.theirs, each.mine) for each in conflict.context["differences"]}
    assert ("What is to be done", "Theirs", "Mine") in shown
    assert ("Counted", "before the first day", "after the first day") in shown
    assert now(step).title_en == "Theirs"
    kept = dict(conflict.context["typed"]) | {"version": conflict.context["version"]}
    client.post(edit, kept)
    assert (now(step).title_en, now(step).days_before) == ("Mine", -30)


def test_a_step_given_away_meanwhile_is_not_taken_back_in_silence():
    step = StepFactory()
    member = MembershipFactory(operation=step.plan.operation).user
    give_step(step=step, owner=member, by=None)

    answer = member_client(step.plan.operation).post(address(step, "edit/"), typed_step(version=1))

    assert answer.status_code == 409
    assert now(step).owner == member


def test_finishing_a_step_does_not_disturb_who_is_writing_it():
    step = StepFactory()
    finish_step(step=step, by=None)

    answer = member_client(step.plan.operation).post(address(step, "edit/"), typed_step(version=1))

    assert (answer.status_code, now(step).state) == (302, "done")


def edit_needs(step, needs):
    edit_step(
        step=step, version=step.version, language="en", texts={}, facts={}, needs=needs, by=None
    )


def test_no_step_waits_for_itself_even_through_others():
    plan = PlanFactory()
    one, two, three = StepFactory.create_batch(3, plan=plan)
    edit_needs(one, [two])
    edit_needs(two, [three])

    for needs in ([one], [two], [three]):
        with pytest.raises(Refusal, match="would wait for itself"):
            edit_needs(three, needs)

    answer = member_client(plan.operation).post(
        address(three, "edit/"), typed_step(version=1, needs=[one.pk])
    )
    assert (answer.status_code, "would wait for itself" in answer.text) == (422, True)
    assert list(three.needs.all()) == []


def test_steps_of_another_plan_are_no_choice_to_wait_for():
    step, other = StepFactory(), StepFactory()

    answer = member_client(step.plan.operation).post(
        address(step, "edit/"), typed_step(version=1, needs=[other.pk])
    )

    assert answer.status_code == 422
    assert not step.needs.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"title": "a\u202eb"},
        {"notes": "x" * 2001},
        {"days": "-1"},
        {"days": "1001"},
        {"days": "9" * 30},
        {"days": "soon"},
        {"side": "beside"},
        {"fixed_on": "2027-02-30"},
        {"fixed_on": "1999-01-01"},
        {"fixed_on": "9999-12-31"},
        {"lead_days": "366"},
        {"owner_role": "king"},
        {"document": "a-poem"},
        {"needs": ["0"]},
        {"needs": ["9" * 40]},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(values):
    plan = PlanFactory(operation=OperationFactory())
    typed = typed_step(notes="Two circuits", title="Kept") | values

    answer = member_client(plan.operation).post(
        f"/en/organize/{plan.operation.slug}/plan/new/", typed
    )

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert ("Kept" if "title" not in values else "Two circuits") in answer.text
    assert not Step.objects.exists()


def test_a_plan_that_is_full_takes_no_more_steps(monkeypatch):
    step = StepFactory()
    monkeypatch.setattr("planning.services.plans.MOST_STEPS", 1)

    with pytest.raises(Refusal, match="at most 1 steps"):
        add_step(plan=step.plan, language="en", texts={}, facts={}, needs=[], by=None)
    assert Plan.objects.get().steps.count() == 1


# Talking


def test_comments_stay_when_their_author_leaves_without_their_name():
    said = CommentFactory(author=UserFactory(display_name="Solenn"))
    said.author.delete()

    page = member_client(said.step.plan.operation).get(address(said.step))

    assert "Called them." in page.text
    assert "Somebody who has left" in page.text
    assert "Solenn" not in page.text


def test_a_comment_is_shown_as_typed_and_runs_nothing():
    step = StepFactory()
    client = member_client(step.plan.operation)

    client.post(address(step, "comments/"), {"text": "One\n\n<script>alert(1)</script>"})

    page = client.get(address(step)).text
    assert "<p>One</p>" in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("text", ["", "x" * 4001, "a\u202eb", "a\x00b"])
def test_a_comment_that_cannot_be_read_is_refused(text):
    step = StepFactory()

    answer = member_client(step.plan.operation).post(address(step, "comments/"), {"text": text})

    assert answer.status_code == 422
    assert not StepComment.objects.exists()
