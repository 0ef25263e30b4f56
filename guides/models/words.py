"""The words that guides are described with.

Values of missions and operations are written here once more, for guides know of neither; a test
holds them against each other.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissionKind(models.TextChoices):
    FIELD_MAPPING = "field_mapping", _("Field mapping")
    REMOTE_MAPPING = "remote_mapping", _("Remote mapping")
    STREET_PICTURES = "street_pictures", _("Street-level pictures")
    PHOTO_WALK = "photo_walk", _("Photo walk")
    SCANNING = "scanning", _("Scan workshop")
    MEMORIES = "memories", _("Collection of memories")
    EDITATHON = "editathon", _("Editathon")
    FLORA = "flora", _("Botanical walk")
    OPEN_DATA = "open_data", _("Open data workshop")
    TALK = "talk", _("Talk or debate")
    TRAINING = "training", _("Training")
    SCHOOL = "school", _("School workshop")
    INSTALL_PARTY = "install_party", _("Install party")
    WELCOME = "welcome", _("Welcome and logistics")
    RESULTS = "results", _("Results presentation")
    OTHER = "other", _("Other")


class Mode(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    REMOTE = "remote", _("Remote")
    BOTH = "both", _("On site or remote")


class Phase(models.TextChoices):
    BEFORE = "before", _("Before the weekend")
    DURING = "during", _("During the weekend")
    AFTER = "after", _("After the weekend")


class Level(models.TextChoices):
    BEGINNER = "beginner", _("No experience needed")
    SOME = "some", _("Some experience helps")
    EXPERIENCED = "experienced", _("For experienced people")


class Licence(models.TextChoices):
    ETALAB = "etalab-2.0", "Licence Ouverte 2.0"
    ODBL = "ODbL-1.0", "ODbL 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC0 = "CC0-1.0", "CC0 1.0"
    AGPL = "AGPL-3.0-or-later", "AGPL 3.0"


class Role(models.TextChoices):
    """What somebody does on a shift."""

    CONTRIBUTOR = "contributor", _("Contributor")
    HELPER = "helper", _("Helper")
    GUIDE = "guide", _("Resident guide")
    LEAD = "lead", _("Lead")
    HOST = "host", _("Host")
    KEY_HOLDER = "key_holder", _("Key holder")


class Owner(models.TextChoices):
    """Who in the team of an operation sees to a step."""

    COORDINATOR = "coordinator", _("Coordinator")
    ORGANIZER = "organizer", _("Organizer")
    MISSION_LEAD = "mission_lead", _("Mission lead")
    REVIEWER = "reviewer", _("Reviewer")
    DESK = "desk", _("Town-hall desk")


class Setting(models.TextChoices):
    """Where a mission takes place."""

    OUTDOORS = "outdoors", _("Outdoors")
    ROOM = "room", _("Room with tables")
    HALL = "hall", _("Village hall")
    TOWN_HALL = "town_hall", _("Town hall")
    LIBRARY = "library", _("Library")
    MUSEUM = "museum", _("Museum")
    FARM = "farm", _("Farm")
    SCHOOL = "school", _("School")
    ANYWHERE = "anywhere", _("Anywhere")


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("In the morning")
    AFTERNOON = "afternoon", _("In the afternoon")
    EVENING = "evening", _("In the evening")
    ANY = "any", _("At any time of the day")


class Asset(models.TextChoices):
    """What a commune may have."""

    HERITAGE = "heritage", _("Old buildings and monuments")
    ARCHIVES = "archives", _("Archives and registers")
    OLD_PHOTOS = "old_photos", _("Old photographs and postcards")
    SCHOOL = "school", _("A school")
    PRODUCERS = "producers", _("Producers and craftspeople")
    TRAILS = "trails", _("Paths and trails")
    CONNECTIVITY = "connectivity", _("A good Internet connection")
    ASSOCIATIONS = "associations", _("Active associations")
    LIBRARY = "library", _("A library")
    SENIORS = "seniors", _("A club of seniors")
    SHOPS = "shops", _("Shops")
    MUSEUM = "museum", _("A museum")
    COUNCIL_FILES = "council_files", _("Digital files at the town hall")
    FLORA = "flora", _("Wild plants and gardens")
    VINEYARD = "vineyard", _("Vineyards")
    AIRFIELD = "airfield", _("A field to take off from")
    LARGE_ROOM = "large_room", _("A large room")
    SPEAKERS = "speakers", _("People who could give a talk")


class Output(models.TextChoices):
    """A kind of result."""

    DATASET = "dataset", _("Datasets")
    OSM_EDITS = "osm_edits", _("Additions to OpenStreetMap")
    OSM_MAP = "osm_map", _("A map made from OpenStreetMap")
    GPS_TRACES = "gps_traces", _("GPS traces")
    WIKIPEDIA_ARTICLE = "wikipedia_article", _("Wikipedia articles")
    WIKIDATA_ITEM = "wikidata_item", _("Wikidata items")
    COMMONS_MEDIA = "commons_media", _("Pictures, sounds or films on Wikimedia Commons")
    WIKISOURCE_TEXT = "wikisource_text", _("Texts on Wikisource")
    SCANNED_ARCHIVE = "scanned_archive", _("Scanned archives")
    ORAL_RECORDING = "oral_recording", _("Recorded memories")
    LOCAL_WIKI_PAGE = "local_wiki_page", _("Pages of a local wiki")
    NATURE_RECORDS = "nature_records", _("Records of wild nature")
    FOOD_PRODUCTS = "food_products", _("Products in Open Food Facts")
    SOFTWARE = "software", _("Free software")
    VISUALISATION = "visualisation", _("Charts and other views of data")
    INSTALLED_MACHINES = "installed_machines", _("Computers with free software")
    TRAINING_GIVEN = "training_given", _("People who have learned something")
    MISSION_SHEET = "mission_sheet", _("Mission sheets")
    REPORT = "report", _("Reports")
    PRINTED_OBJECT = "printed_object", _("Printed things")


class Document(models.TextChoices):
    """A paper that a mission needs."""

    COUNCIL_DELIBERATION = "council-deliberation", _("Council resolution")
    PARTNERSHIP_LETTER = "partnership-letter", _("Partnership letter")
    RELEASE_REQUEST = "release-request", _("Request to release data or works")
    IMAGE_CONSENT_ADULT = "image-consent-adult", _("Consent to pictures, adults")
    IMAGE_CONSENT_MINOR = "image-consent-minor", _("Consent to pictures, minors")
    ORAL_HISTORY_AGREEMENT = "oral-history-agreement", _("Agreement on recorded memories")
    RIGHTS_FORM = "rights-form", _("Rights form for lent photographs and papers")
    HOST_CHARTER = "host-charter", _("Charter of hosts")
    VOLUNTEER_CHARTER = "volunteer-charter", _("Charter of volunteers")
    RESIDENTS_LETTER = "residents-letter", _("Letter to the inhabitants")
    POSTER = "poster", _("Poster")
    PROGRAMME = "programme", _("Programme")
    ATTENDANCE_SHEET = "attendance-sheet", _("Attendance sheet")
    EQUIPMENT_SHEET = "equipment-sheet", _("Equipment sheet")
    FIELD_SHEET = "field-sheet", _("Field sheet")


class Figure(models.TextChoices):
    """A number of a sheet that may be our own estimate."""

    ROLES = "roles", _("number of people")
    MINUTES = "minutes", _("length of a shift")
    SHIFTS = "shifts", _("number of shifts")
