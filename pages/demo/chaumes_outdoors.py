"""Chaumes-en-Retz: the missions that walk."""

from core.themes import Theme
from missions.models import Mission, Need
from operations.models import Licence
from pages.demo.shapes import DemoMission, DemoNeed, DemoShift, Text

CONTRIBUTOR, HELPER, GUIDE, LEAD = (
    Need.Role.CONTRIBUTOR,
    Need.Role.HELPER,
    Need.Role.GUIDE,
    Need.Role.LEAD,
)
SECTORS = (
    "Secteur 1 : bourg de Chéméré",
    "Secteur 2 : bourg d’Arthon-en-Retz",
    "Secteur 3 : forêt de Princé et hameaux",
)
HALL = "Salle des fêtes de Chéméré"


def _team(contributors: int, guides: int, helpers: int) -> list[DemoNeed]:
    return [
        DemoNeed(CONTRIBUTOR, 3, 5, 6, taken=contributors),
        DemoNeed(GUIDE, 1, 1, 1, taken=guides),
        DemoNeed(HELPER, 0, 1, 1, taken=helpers),
    ]


MISSIONS = [
    DemoMission(
        kind=Mission.Kind.FIELD_MAPPING,
        theme=Theme.GEOGRAPHY,
        licence=Licence.ODBL,
        is_led=True,
        target_platform="OpenStreetMap",
        meeting_point="Au départ de chaque secteur / At the start of each sector",
        title=Text("Cartopartie : trois secteurs à pied", "Mapping party: three sectors on foot"),
        summary=Text(
            "Relever commerces, chemins, bancs et fontaines avec un habitant qui connaît les "
            "lieux.",
            "Surveying shops, paths, benches and fountains with an inhabitant who knows the place.",
        ),
        description=Text(
            "Routes et bâtiments auront été tracés à distance. Votre équipe, cinq personnes au "
            "plus et un guide du village, parcourt un secteur avec une carte imprimée et note ce "
            "que l’image aérienne ne montre pas : horaires, accès en fauteuil, défibrillateurs, "
            "points d’eau, sentiers, petit patrimoine.\n\n"
            "Comptez deux heures et demie dehors. La saisie se fait à la salle : environ deux "
            "heures pour trente points. Une personne qui a l’habitude reste avec les nouveaux, "
            "pour que la carte commune n’en souffre pas.",
            "Roads and buildings will have been traced remotely. Your team, five people at most "
            "and a guide from the village, walks through a sector with a printed map and notes "
            "what the aerial picture does not show: opening hours, wheelchair access, "
            "defibrillators, water points, trails, small heritage.\n\n"
            "Expect two and a half hours outside. Notes are entered at the hall: about two hours "
            "for thirty points. Somebody experienced stays with newcomers, so that the shared map "
            "does not suffer.",
        ),
        equipment=Text(
            "Chaussures de marche, téléphone chargé, crayon. Nous prêtons planches et cartes.",
            "Walking shoes, a charged phone, a pencil. We lend boards and maps.",
        ),
        outputs=Text("800 objets dans OpenStreetMap.", "800 objects in OpenStreetMap."),
        shifts=[
            DemoShift(0, "09:30", "12:00", _team(5, 1, 1), SECTORS[0]),
            DemoShift(0, "09:30", "12:00", _team(4, 1, 1), SECTORS[1]),
            DemoShift(0, "09:30", "12:00", _team(2, 0, 0), SECTORS[2]),
            DemoShift(0, "14:00", "17:00", _team(4, 1, 1), SECTORS[0]),
            DemoShift(0, "14:00", "17:00", _team(3, 1, 0), SECTORS[1]),
            DemoShift(0, "14:00", "17:00", _team(1, 0, 0), SECTORS[2]),
            DemoShift(1, "09:30", "12:00", [DemoNeed(CONTRIBUTOR, 3, 8, 10, taken=4)], HALL),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.PHOTO_WALK,
        theme=Theme.PHOTOGRAPHY,
        licence=Licence.CC_BY_SA,
        is_led=True,
        place="Secteur 1 : bourg de Chéméré",
        target_platform="Wikimedia Commons",
        meeting_point="Parvis de l’église Saint-Jean-Baptiste / Church square",
        title=Text("Balade photo du patrimoine", "Heritage photo walk"),
        summary=Text(
            "Une liste de lieux, des équipes de deux ou trois, et des images que tous pourront "
            "reprendre.",
            "A list of places, teams of two or three, and pictures that everyone may reuse.",
        ),
        description=Text(
            "Chaque équipe reçoit une liste codée : l’église Saint-Jean-Baptiste, rebâtie de 1875 "
            "à 1879, les manoirs du Bâtiment et de Noirbreuil, le logis de la Pierre Levée et son "
            "menhir, le château du Bois-Rouaud, les ruines du château de Princé.\n\n"
            "Photographiez d’abord le code, puis le lieu : ainsi aucune image ne perd sa place. Le "
            "dimanche matin, tri, légendes et publication sur Wikimedia Commons. Les lieux privés "
            "se photographient depuis la rue, ou avec l’accord des propriétaires.",
            "Each team gets a coded list: the church Saint-Jean-Baptiste, rebuilt from 1875 to "
            "1879, the manors of Bâtiment and Noirbreuil, the Logis de la Pierre Levée and its "
            "standing stone, the castle of Bois-Rouaud, the ruins of the castle of Princé.\n\n"
            "Take a picture of the code first, then of the place: so no picture loses its place. "
            "On Sunday morning, sorting, captions and publication on Wikimedia Commons. Private "
            "places are photographed from the street, or with the consent of their owners.",
        ),
        equipment=Text(
            "Un appareil photo ou un téléphone, une carte mémoire vide par équipe.",
            "A camera or a phone, one empty memory card per team.",
        ),
        outputs=Text("300 photos sur Wikimedia Commons.", "300 pictures on Wikimedia Commons."),
        shifts=[
            DemoShift(
                0,
                "10:00",
                "12:30",
                [DemoNeed(CONTRIBUTOR, 2, 8, 12, taken=5), DemoNeed(GUIDE, 1, 1, 1, taken=1)],
            ),
            DemoShift(
                0,
                "14:30",
                "17:30",
                [DemoNeed(CONTRIBUTOR, 2, 8, 12, taken=4), DemoNeed(GUIDE, 1, 1, 1, taken=1)],
            ),
            DemoShift(
                1,
                "09:30",
                "12:00",
                [DemoNeed(CONTRIBUTOR, 2, 4, 6, taken=3), DemoNeed(HELPER, 1, 1, 2, taken=1)],
                HALL,
            ),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.FLORA,
        theme=Theme.BOTANY,
        licence=Licence.CC_BY_SA,
        place="Secteur 3 : forêt de Princé et hameaux",
        target_platform="Tela Botanica",
        meeting_point="Salle des fêtes, puis covoiturage / Village hall, then shared cars",
        title=Text("La flore des murs et des chemins", "The flora of walls and paths"),
        summary=Text(
            "Deux heures et demie pour apprendre à regarder ce qui pousse sans qu’on le sème.",
            "Two and a half hours to learn to look at what grows without being sown.",
        ),
        description=Text(
            "Un botaniste montre, un habitant guide, le groupe observe : plantes des murs et des "
            "trottoirs, lisière de la forêt de Princé. Chaque observation reçoit un lieu, une "
            "date, une photo et un nom ; une seconde personne le confirme avant l’envoi.\n\n"
            "On ne cueille rien. Familles bienvenues.",
            "A botanist shows, an inhabitant guides, the group observes: plants of walls and "
            "pavements, the edge of the forest of Princé. Each observation gets a place, a date, "
            "a picture and a name; a second person confirms it before it is sent.\n\n"
            "Nothing is picked. Families are welcome.",
        ),
        equipment=Text(
            "Chaussures de marche, téléphone ; une loupe et une flore si vous en avez.",
            "Walking shoes, a phone; a hand lens and a flora if you have them.",
        ),
        outputs=Text("40 observations de plantes.", "40 observations of plants."),
        shifts=[
            DemoShift(
                0,
                "09:30",
                "12:00",
                [
                    DemoNeed(CONTRIBUTOR, 5, 12, 15, taken=6),
                    DemoNeed(GUIDE, 1, 1, 1, taken=1),
                    DemoNeed(LEAD, 1, 1, 1, taken=1),
                ],
            ),
            DemoShift(
                1,
                "09:30",
                "12:00",
                [
                    DemoNeed(CONTRIBUTOR, 5, 12, 15, taken=3),
                    DemoNeed(GUIDE, 1, 1, 1),
                    DemoNeed(LEAD, 1, 1, 1, taken=1),
                ],
            ),
        ],
    ),
]
