"""The twin of the demo: other fictional organizers, in another commune, with the same roles.

What the team of Chaumes-en-Retz must not reach is tried here, and the other way round. The
commune has no coordinates in the demo: no checked source gives them, and the site says so.
"""

from core.themes import Theme
from missions.models import Mission, Need
from operations.models import Licence, Operation
from pages.demo import charters
from pages.demo.accounts import SAINT_MARTIN_TEAM
from pages.demo.people import SAINT_MARTIN_PEOPLE
from pages.demo.shapes import DemoMission, DemoNeed, DemoOperation, DemoPlace, DemoShift, Text

CONTRIBUTOR, HELPER, GUIDE, LEAD = (
    Need.Role.CONTRIBUTOR,
    Need.Role.HELPER,
    Need.Role.GUIDE,
    Need.Role.LEAD,
)
ORGANIZERS = "Garrigue ouverte (association fictive)"
CONTACT = "bonjour@garrigue-ouverte.example"

FLORA = DemoMission(
    kind=Mission.Kind.FLORA,
    theme=Theme.BOTANY,
    licence=Licence.CC_BY_SA,
    is_led=True,
    place="Foyer rural",
    target_platform="Tela Botanica",
    title=Text("Flore des murs et des rues", "Flora of walls and streets"),
    summary=Text(
        "Le matin on observe, l’après-midi on publie.",
        "In the morning we observe, in the afternoon we publish.",
    ),
    description=Text(
        "Deux groupes partent avec chacun un botaniste et un habitant. À midi, tout le monde se "
        "retrouve au foyer ; l’après-midi, les observations sont vérifiées à deux et publiées.",
        "Two groups set out, each with a botanist and an inhabitant. At noon everybody meets at "
        "the hall; in the afternoon the observations are checked in pairs and published.",
    ),
    equipment=Text("Chaussures fermées, gourde, téléphone.", "Closed shoes, water, a phone."),
    outputs=Text("Un herbier de photos, libre.", "A herbarium of pictures, free."),
    shifts=[
        DemoShift(
            0,
            "09:30",
            "12:00",
            [
                DemoNeed(CONTRIBUTOR, 5, 10, 15, taken=5),
                DemoNeed(GUIDE, 1, 1, 2, taken=1),
                DemoNeed(LEAD, 1, 2, 2, taken=1),
            ],
        ),
        DemoShift(
            0,
            "14:00",
            "16:30",
            [DemoNeed(CONTRIBUTOR, 3, 6, 10, taken=3), DemoNeed(HELPER, 1, 1, 2, taken=1)],
        ),
    ],
)

MAPPING = DemoMission(
    kind=Mission.Kind.FIELD_MAPPING,
    theme=Theme.GEOGRAPHY,
    licence=Licence.ODBL,
    is_led=True,
    place="Foyer rural",
    target_platform="OpenStreetMap",
    title=Text("Sources, puits et murets", "Springs, wells and dry-stone walls"),
    summary=Text(
        "Relever le petit patrimoine de la garrigue, à pied ou à vélo.",
        "Surveying the small heritage of the scrubland, on foot or by bike.",
    ),
    description=Text(
        "Par équipes de trois, on suit un chemin et l’on note sources, puits, murets et cabanes de "
        "pierre sèche. Les mots de la carte sont convenus avant de partir : une fiche les donne.",
        "In teams of three, we follow a path and note springs, wells, walls and dry-stone huts. "
        "The words of the map are agreed before leaving: a sheet gives them.",
    ),
    equipment=Text("Téléphone chargé, chapeau, eau.", "A charged phone, a hat, water."),
    outputs=Text("Une carte du petit patrimoine.", "A map of the small heritage."),
    shifts=[
        DemoShift(0, "09:00", "12:00", [DemoNeed(CONTRIBUTOR, 3, 6, 9, taken=3)]),
        DemoShift(1, "09:00", "12:00", [DemoNeed(CONTRIBUTOR, 3, 6, 9, taken=2)]),
    ],
)

MEMORIES = DemoMission(
    kind=Mission.Kind.MEMORIES,
    theme=Theme.HISTORY,
    licence=Licence.CC_BY_SA,
    place="Foyer rural",
    title=Text("Paroles d’aînés", "Voices of the elders"),
    summary=Text(
        "Par deux, recueillir une heure de souvenirs, avec l’accord signé de chaque témoin.",
        "In pairs, recording an hour of memories, with the signed consent of each witness.",
    ),
    description=Text(
        "L’une pose les questions, l’autre veille au son. L’accord se signe avant d’enregistrer, "
        "et le témoin peut revenir dessus. Après l’heure d’écoute, une heure pour indexer.",
        "One asks the questions, the other watches the sound. The consent is signed before "
        "recording, and the witness may withdraw it. After the hour of listening, an hour to "
        "index.",
    ),
    equipment=Text("Un enregistreur si vous en avez un.", "A recorder if you have one."),
    outputs=Text("Six enregistrements indexés.", "Six indexed recordings."),
    shifts=[DemoShift(1, "14:00", "16:00", [DemoNeed(CONTRIBUTOR, 2, 4, 6, taken=2)])],
)

SAINT_MARTIN = DemoOperation(
    slug="saint-martin-de-londres",
    commune="34274",
    organizing_body=ORGANIZERS,
    status=Operation.Status.OPEN,
    weeks_later=3,
    is_fictional=True,
    team=SAINT_MARTIN_TEAM,
    charter=charters.SAINT_MARTIN,
    people=SAINT_MARTIN_PEOPLE,
    languages=["fr", "en"],
    contact_email=CONTACT,
    title=Text("Garrigue ouverte", "Open scrubland"),
    summary=Text(
        "Deux jours à Saint-Martin-de-Londres pour connaître et partager ce qui pousse, coule et "
        "se raconte.",
        "Two days in Saint-Martin-de-Londres to know and share what grows, flows and is told.",
    ),
    presentation=Text(
        "*Cette opération est fictive : elle sert à essayer le site. L’association, le programme "
        "et les personnes sont inventés.*\n\n"
        "Une trentaine de personnes ont un jour suivi une balade botanique dans les rues de la "
        "commune ; la moitié venait du village. L’idée est restée : observer le matin, publier "
        "l’après-midi, et se retrouver à table entre les deux.",
        "*This operation is fictional: it is there to try the site. The association, the programme "
        "and the people are invented.*\n\n"
        "Some thirty people once followed a botanical walk through the streets of the commune, "
        "half of them from the village. The idea stayed: observe in the morning, publish in the "
        "afternoon, and meet at table in between.",
    ),
    practical=Text(
        "**Rendez-vous** au foyer rural, un quart d’heure avant. **Repas** partagé le midi. "
        "**En cas de vent fort**, les missions se tiennent au foyer.",
        "**Meet** at the village hall, a quarter of an hour before. **Meal** shared at noon. **In "
        "strong wind**, the missions take place at the hall.",
    ),
    partners=["Les Amis des chemins (fictif)"],
    places=[
        DemoPlace("Foyer rural", "Suivre les affiches jaunes. / Follow the yellow posters."),
    ],
    missions=[FLORA, MAPPING, MEMORIES],
)

ARCHIVES_DAY = DemoOperation(
    slug="saint-martin-de-londres-archives",
    commune="34274",
    organizing_body=ORGANIZERS,
    status=Operation.Status.DRAFT,
    format=Operation.Format.DAY,
    days=1,
    weeks_later=10,
    is_fictional=True,
    team=SAINT_MARTIN_TEAM,
    charter=charters.ARCHIVES_DAY,
    contact_email=CONTACT,
    title=Text("Une journée aux archives", "A day at the archives"),
    summary=Text(
        "Transcrire ensemble les registres anciens de la commune.",
        "Transcribing the old registers of the commune together.",
    ),
    presentation=Text(
        "*Opération fictive, encore en préparation : seule son équipe la voit.*\n\n"
        "Une journée pour lire, photographier et transcrire les plus vieux registres.",
        "*A fictional operation, still being prepared: only its team sees it.*\n\n"
        "A day to read, photograph and transcribe the oldest registers.",
    ),
    practical=Text(
        "Le lieu est encore à confirmer avec la mairie.",
        "The place is still to be confirmed with the town hall.",
    ),
    missions=[
        DemoMission(
            kind=Mission.Kind.SCANNING,
            theme=Theme.HISTORY,
            licence=Licence.CC0,
            is_led=True,
            target_platform="Wikisource",
            title=Text("Lire et transcrire", "Reading and transcribing"),
            summary=Text(
                "Une page à la fois, relue par quelqu’un d’autre.",
                "One page at a time, reviewed by somebody else.",
            ),
            description=Text(
                "Une initiation à l’écriture ancienne ouvre la journée. Chaque page est transcrite "
                "par une personne et validée par une autre.",
                "The day begins with an introduction to old handwriting. Each page is transcribed "
                "by one person and validated by another.",
            ),
            outputs=Text("Vingt pages validées.", "Twenty validated pages."),
            shifts=[
                DemoShift(0, "10:00", "12:30", [DemoNeed(CONTRIBUTOR, 2, 6, 8)]),
                DemoShift(0, "14:00", "17:00", [DemoNeed(CONTRIBUTOR, 2, 6, 8)]),
            ],
        ),
    ],
)
