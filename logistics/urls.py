"""Addresses of beds, seats, meals and equipment."""

from django.urls import include, path, register_converter

from logistics.views import arrange, equipment, me, meals, public


class KindConverter:
    regex = "lodging|rides"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


class SideConverter(KindConverter):
    regex = "offer|request"


register_converter(KindConverter, "kind")
register_converter(SideConverter, "side")

app_name = "logistics"

organize = [
    path("lodging/", arrange.organize_board, {"kind": "lodging"}, name="organize-lodging"),
    path("rides/", arrange.organize_board, {"kind": "rides"}, name="organize-rides"),
    path("<kind:kind>/<side:side>/new/", arrange.organize_entry_add, name="organize-entry-add"),
    path(
        "<kind:kind>/<side:side>/<int:pk>/remove/",
        arrange.organize_entry_remove,
        name="organize-entry-remove",
    ),
    path("<kind:kind>/<int:pk>/", arrange.organize_request, name="organize-request"),
    path("<kind:kind>/matches/<int:pk>/", arrange.organize_match, name="organize-match"),
    path("meals/", meals.organize_meals, name="organize-meals"),
    path("meals/kitchen/", meals.organize_kitchen, name="organize-kitchen"),
    path("meals/portions/", meals.organize_portions, name="organize-portions"),
    path("equipment/", equipment.organize_equipment, name="organize-equipment"),
    path("equipment/new/", equipment.organize_equipment_add, name="organize-equipment-add"),
    path("equipment/<int:pk>/", equipment.organize_equipment_edit, name="organize-equipment-edit"),
    path("equipment/<int:pk>/promise/", equipment.organize_promise, name="organize-promise"),
    path("equipment/pieces/<int:pk>/", equipment.organize_piece, name="organize-piece"),
]

urlpatterns = [
    path("operations/<slug:slug>/stay-and-ride/", public.stay_and_ride, name="stay-and-ride"),
    path(
        "operations/<slug:slug>/stay-and-ride/done/",
        public.stay_and_ride_done,
        name="stay-and-ride-done",
    ),
    path(
        "operations/<slug:slug>/stay-and-ride/<kind:kind>/<side:side>/",
        public.stay_and_ride_enter,
        name="stay-and-ride-enter",
    ),
    path("me/logistics/", me.me, name="me"),
    path("me/<str:token>/logistics/", me.me_link, name="me-link"),
    path("organize/<slug:slug>/", include(organize)),
]
