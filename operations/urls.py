"""Addresses of operations: public list, commune pages, and the organizers' workspace."""

from django.urls import URLPattern, URLResolver, include, path

from operations.views import charter, decisions, pictures, team, waivers, workspace

app_name = "operations"

charter_urlpatterns = [
    path("committee/add/", charter.organize_committee, name="organize-committee-add"),
    path("committee/<int:pk>/", charter.organize_committee, name="organize-committee-edit"),
    path(
        "committee/<int:pk>/remove/",
        charter.organize_charter_remove,
        {"part": "committee"},
        name="organize-committee-remove",
    ),
    path("meetings/add/", charter.organize_meeting, name="organize-meeting-add"),
    path("meetings/<int:pk>/", charter.organize_meeting, name="organize-meeting-edit"),
    path(
        "meetings/<int:pk>/remove/",
        charter.organize_charter_remove,
        {"part": "meetings"},
        name="organize-meeting-remove",
    ),
    path("indicators/add/", charter.organize_indicator, name="organize-indicator-add"),
    path("indicators/<int:pk>/", charter.organize_indicator, name="organize-indicator-edit"),
    path(
        "indicators/<int:pk>/remove/",
        charter.organize_charter_remove,
        {"part": "indicators"},
        name="organize-indicator-remove",
    ),
    path("waivers/<slug:line>/", waivers.organize_waive, name="organize-waive"),
    path(
        "waivers/<slug:line>/withdraw/",
        waivers.organize_waiver_withdraw,
        name="organize-waiver-withdraw",
    ),
]

decisions_urlpatterns = [
    path("", decisions.organize_decisions, name="organize-decisions"),
    path("new/", decisions.organize_motion_create, name="organize-motion-create"),
    path("<int:pk>/", decisions.organize_motion, name="organize-motion"),
    path("<int:pk>/edit/", decisions.organize_motion_edit, name="organize-motion-edit"),
    path("<int:pk>/vote/", decisions.organize_motion_vote, name="organize-motion-vote"),
    path("<int:pk>/end/", decisions.organize_motion_end, name="organize-motion-end"),
    path(
        "<int:pk>/links/<int:member_pk>/",
        decisions.organize_motion_link,
        name="organize-motion-link",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("organize/", workspace.organize_home, name="organize-home"),
    path("organize/new/", workspace.organize_create, name="organize-create"),
    path("organize/<slug:slug>/edit/", workspace.organize_edit, name="organize-edit"),
    path("organize/<slug:slug>/pictures/", pictures.organize_pictures, name="organize-pictures"),
    path("organize/<slug:slug>/cover/", pictures.organize_cover, name="organize-cover"),
    path(
        "organize/<slug:slug>/partners/",
        pictures.organize_partner_add,
        name="organize-partner-add",
    ),
    path(
        "organize/<slug:slug>/partners/<int:pk>/remove/",
        pictures.organize_partner_remove,
        name="organize-partner-remove",
    ),
    path("organize/<slug:slug>/team/", team.organize_team, name="organize-team"),
    path("organize/<slug:slug>/team/invite/", team.organize_invite, name="organize-invite"),
    path(
        "organize/<slug:slug>/team/invitations/<int:pk>/",
        team.organize_invitation,
        name="organize-invitation",
    ),
    path(
        "organize/<slug:slug>/team/members/<int:user_pk>/roles/",
        team.organize_role_add,
        name="organize-role-add",
    ),
    path(
        "organize/<slug:slug>/team/roles/<int:pk>/remove/",
        team.organize_role_remove,
        name="organize-role-remove",
    ),
    path(
        "organize/<slug:slug>/team/hand-over/", team.organize_hand_over, name="organize-hand-over"
    ),
    path("invitations/<str:token>/", team.invitation, name="invitation"),
    path("organize/<slug:slug>/charter/", include(charter_urlpatterns)),
    path("organize/<slug:slug>/decisions/", include(decisions_urlpatterns)),
    path("operations/<slug:slug>/decisions/", decisions.decision_list, name="decision-list"),
    path("votes/<str:token>/", decisions.vote, name="vote"),
]
