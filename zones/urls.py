"""Addresses of zones."""

from django.urls import URLPattern, path

from zones.views import ground, sectors, zones

app_name = "zones"

ZONES = "organize/<slug:slug>/zones/"
ZONE = f"{ZONES}<int:pk>/"
SECTOR = "organize/<slug:slug>/sectors/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(ZONES, zones.organize_zones, name="organize-zones"),
    path(f"{ZONES}new/", zones.organize_zone_create, name="organize-zone-create"),
    path(ZONE, zones.organize_zone, name="organize-zone"),
    path(f"{ZONE}edit/", zones.organize_zone_edit, name="organize-zone-edit"),
    path(f"{ZONE}delete/", zones.organize_zone_delete, name="organize-zone-delete"),
    path(f"{ZONE}outline/", ground.organize_zone_outline, name="organize-zone-outline"),
    path(f"{ZONE}cut/", ground.organize_zone_cut, name="organize-zone-cut"),
    path(f"{ZONE}sectors/", ground.organize_zone_sectors, name="organize-zone-sectors"),
    path(f"{ZONE}geojson/", sectors.organize_zone_geojson, name="organize-zone-geojson"),
    path(f"{ZONE}gpx/", sectors.organize_zone_gpx, name="organize-zone-gpx"),
    path(SECTOR, sectors.organize_sector, name="organize-sector"),
    path(f"{SECTOR}mark/", sectors.organize_sector_mark, name="organize-sector-mark"),
    path(f"{SECTOR}join/", sectors.organize_sector_join, name="organize-sector-join"),
    path(f"{SECTOR}delete/", sectors.organize_sector_delete, name="organize-sector-delete"),
]
