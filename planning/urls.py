"""Addresses of the back-planning of an operation."""

from django.urls import URLPattern, path

from planning.views import plan, steps, working

app_name = "planning"

STEP = "organize/<slug:slug>/plan/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("organize/<slug:slug>/plan/", plan.organize_plan, name="organize-plan"),
    path("organize/<slug:slug>/plan/make/", plan.organize_plan_make, name="organize-plan-make"),
    path("organize/<slug:slug>/plan/seen/", plan.organize_plan_seen, name="organize-plan-seen"),
    path("organize/<slug:slug>/plan/new/", steps.organize_step_create, name="organize-step-create"),
    path(STEP, steps.organize_step, name="organize-step"),
    path(f"{STEP}edit/", steps.organize_step_edit, name="organize-step-edit"),
    path(f"{STEP}owner/", working.organize_step_give, name="organize-step-give"),
    path(f"{STEP}done/", working.organize_step_finish, name="organize-step-finish"),
    path(f"{STEP}again/", working.organize_step_reopen, name="organize-step-reopen"),
    path(f"{STEP}left-out/", working.organize_step_drop, name="organize-step-drop"),
    path(f"{STEP}comments/", working.organize_step_comment, name="organize-step-comment"),
    path(f"{STEP}proofs/", working.organize_proof_add, name="organize-proof-add"),
    path(f"{STEP}proofs/<int:proof_pk>/", working.organize_proof, name="organize-proof"),
    path(
        f"{STEP}proofs/<int:proof_pk>/remove/",
        working.organize_proof_remove,
        name="organize-proof-remove",
    ),
]
