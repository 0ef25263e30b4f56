"""Addresses of operation pages, sign-up, commitments and planning."""

from django.urls import include, path

from missions.views import (
    answers,
    attendance,
    charter,
    cloning,
    decisions,
    exports,
    feeds,
    history,
    kit,
    me,
    needs,
    planning,
    proposals,
    public,
    rain,
    roster,
    schedule,
    shifts,
    signup,
)

app_name = "missions"

organize = [
    path("", planning.organize_operation, name="organize-operation"),
    path("status/<slug:status>/", planning.organize_status, name="organize-status"),
    path("charter/", charter.organize_charter, name="organize-charter"),
    path("missions/", planning.organize_missions, name="organize-missions"),
    path("missions/new/", planning.organize_mission_create, name="organize-mission-create"),
    path("missions/<int:pk>/edit/", planning.organize_mission_edit, name="organize-mission-edit"),
    path(
        "missions/<int:pk>/cancel/",
        planning.organize_mission_cancel,
        name="organize-mission-cancel",
    ),
    path(
        "missions/<int:pk>/decide/",
        decisions.organize_mission_decide,
        name="organize-mission-decide",
    ),
    path("proposals/", answers.organize_proposals, name="organize-proposals"),
    path("proposals/<int:pk>/", answers.organize_proposal, name="organize-proposal"),
    path("missions/<int:pk>/shifts/", shifts.organize_shifts, name="organize-shifts"),
    path("shifts/<int:pk>/", shifts.organize_shift_edit, name="organize-shift-edit"),
    path("shifts/<int:pk>/needs/", shifts.organize_needs, name="organize-needs"),
    path("shifts/<int:pk>/cancel/", shifts.organize_shift_cancel, name="organize-shift-cancel"),
    path(
        "missions/<int:pk>/batches/<uuid:batch>/undo/",
        shifts.organize_batch_undo,
        name="organize-batch-undo",
    ),
    path("programme/", schedule.organize_schedule, name="organize-schedule"),
    path("programme/release/", schedule.organize_release, name="organize-release"),
    path(
        "programme/discard/",
        schedule.organize_schedule_discard_all,
        name="organize-schedule-discard-all",
    ),
    path("programme/<int:pk>/", schedule.organize_schedule_shift, name="organize-schedule-shift"),
    path(
        "programme/<int:pk>/cancel/",
        schedule.organize_schedule_cancel,
        name="organize-schedule-cancel",
    ),
    path(
        "programme/<int:pk>/discard/",
        schedule.organize_schedule_discard,
        name="organize-schedule-discard",
    ),
    path("shifts/<int:pk>/rain/", rain.organize_rain, name="organize-rain"),
    path("shifts/<int:pk>/rain/remove/", rain.organize_rain_remove, name="organize-rain-remove"),
    path("plan-b/", rain.organize_plan_b, name="organize-plan-b"),
    path("kit/", kit.organize_kit, name="organize-kit"),
    path("kit/missions/", kit.organize_kit_missions, name="organize-kit-missions"),
    path("kit/proposal/", kit.organize_kit_proposal, name="organize-kit-proposal"),
    path("needs/", needs.organize_cover, name="organize-cover"),
    path("places/", planning.organize_places, name="organize-places"),
    path("places/new/", planning.organize_place, name="organize-place-create"),
    path("places/<int:pk>/", planning.organize_place, name="organize-place-edit"),
    path("roster/", roster.organize_roster, name="organize-roster"),
    path("roster/add/<int:need_pk>/", roster.organize_roster_add, name="organize-roster-add"),
    path("roster/<int:pk>/", roster.organize_roster_signup, name="organize-roster-signup"),
    path("roster/<int:pk>/remove/", roster.organize_roster_remove, name="organize-roster-remove"),
    path("paper-round/", attendance.organize_paper_round, name="organize-paper-round"),
    path(
        "paper-round/known/",
        attendance.organize_paper_round_known,
        name="organize-paper-round-known",
    ),
    path("paper-round/new/", attendance.organize_paper_round_new, name="organize-paper-round-new"),
    path(
        "paper-round/rest/", attendance.organize_paper_round_rest, name="organize-paper-round-rest"
    ),
    path(
        "paper-round/undo/", attendance.organize_paper_round_undo, name="organize-paper-round-undo"
    ),
    path("clone/", cloning.organize_clone, name="organize-clone"),
    path("exports/", exports.organize_exports, name="organize-exports"),
    path("exports/roster/", exports.organize_export_roster, name="organize-export-roster"),
    path("exports/needs/", exports.organize_export_needs, name="organize-export-needs"),
    path("history/", history.organize_history, name="organize-history"),
    path("history/export/", history.organize_export_history, name="organize-export-history"),
]

urlpatterns = [
    path("operations/<slug:slug>/", public.operation_detail, name="operation-detail"),
    path("operations/<slug:slug>/missions/<int:pk>/", public.mission_detail, name="mission-detail"),
    path("operations/<slug:slug>/signup/", signup.signup, name="signup"),
    path("operations/<slug:slug>/signup/done/", signup.signup_done, name="signup-done"),
    path("operations/<slug:slug>/propose/", proposals.propose, name="propose"),
    path("operations/<slug:slug>/propose/done/", proposals.propose_done, name="propose-done"),
    path("proposals/<str:token>/", proposals.proposal, name="proposal"),
    path("me/", me.me, name="me"),
    path("me/links/", me.send_links, name="send-links"),
    path("me/<str:token>/", me.me_link, name="me-link"),
    path("me/<str:token>/take/<int:need>/", decisions.me_take, name="me-take"),
    path("organize/<slug:slug>/", include(organize)),
]

machine_urlpatterns = [
    path("api/v1/operations.geojson", feeds.operations_geojson, name="operations-geojson"),
    path("feeds/operations.ics", feeds.operations_calendar, name="operations-calendar"),
    path("feeds/operations.atom", feeds.operations_news, name="operations-news"),
    path("feeds/operations/<slug:slug>.ics", feeds.operation_calendar, name="operation-calendar"),
    path("me/<str:token>/calendar.ics", me.calendar, name="my-calendar"),
]
