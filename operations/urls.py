"""Addresses of operations: public list, commune pages, and the organizers' workspace."""

from django.urls import URLPattern, path

from operations.views import pictures, team, workspace

app_name = "operations"

urlpatterns: list[URLPattern] = [
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
    path("invitations/<str:token>/", team.invitation, name="invitation"),
]
