"""Chaumes-en-Retz: what comes before, around and after the missions of the weekend."""

from core.themes import Theme
from missions.models import Mission, Need
from operations.models import Licence
from pages.demo.shapes import DemoMission, DemoNeed, DemoShift, Text

CONTRIBUTOR, HELPER, HOST, LEAD = (
    Need.Role.CONTRIBUTOR,
    Need.Role.HELPER,
    Need.Role.HOST,
    Need.Role.LEAD,
)
HALL = "Salle des fêtes de Chéméré"


def _mapathon(people: int, helpers: int) -> list[DemoNeed]:
    return [
        DemoNeed(CONTRIBUTOR, 3, 10, 20, taken=people),
        DemoNeed(HELPER, 1, 2, 3, taken=helpers),
    ]


def _initiation(people: int, helpers: int) -> list[DemoNeed]:
    return [
        DemoNeed(CONTRIBUTOR, 4, 10, 16, taken=people),
        DemoNeed(HELPER, 1, 2, 3, taken=helpers),
    ]


def _reception(helpers: int, hosts: int) -> list[DemoNeed]:
    return [DemoNeed(HELPER, 2, 3, 5, taken=helpers), DemoNeed(HOST, 1, 2, 2, taken=hosts)]


def _presentation(people: int) -> list[DemoNeed]:
    return [DemoNeed(CONTRIBUTOR, 2, 4, 8, taken=people), DemoNeed(LEAD, 1, 1, 1, taken=1)]


BEFORE = [
    DemoMission(
        kind=Mission.Kind.REMOTE_MAPPING,
        theme=Theme.GEOGRAPHY,
        licence=Licence.ODBL,
        mode=Mission.Mode.REMOTE,
        phase=Mission.Phase.BEFORE,
        place="En ligne / Online",
        target_platform="OpenStreetMap",
        title=Text("Préparer la carte à distance", "Preparing the map remotely"),
        summary=Text(
            "Tracer routes et bâtiments depuis chez soi, pour que le terrain serve à mieux.",
            "Tracing roads and buildings from home, so that the field work serves better.",
        ),
        description=Text(
            "Trois soirées en ligne. La commune est découpée en carrés ; chacun en prend un, trace "
            "ce que montre l’image aérienne, puis passe au suivant. Une personne expérimentée "
            "relit et répond aux questions.\n\n"
            "À Brocas, ce travail fait avant le week-end a rendu le terrain bien plus utile.",
            "Three evenings online. The commune is cut into squares; everybody takes one, traces "
            "what the aerial picture shows, then goes on to the next. Somebody experienced reviews "
            "and answers questions.\n\n"
            "At Brocas, this work done before the weekend made the field work much more useful.",
        ),
        equipment=Text(
            "Un ordinateur et une souris ; un compte OpenStreetMap, gratuit.",
            "A computer and a mouse; an OpenStreetMap account, free of charge.",
        ),
        outputs=Text("Le fond de carte des trois secteurs.", "The base map of the three sectors."),
        shifts=[
            DemoShift(-18, "20:00", "22:00", _mapathon(9, 2)),
            DemoShift(-11, "20:00", "22:00", _mapathon(6, 1)),
            DemoShift(-4, "20:00", "22:00", _mapathon(3, 1)),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.TRAINING,
        theme=Theme.TOOLS,
        licence=Licence.CC_BY_SA,
        place=HALL,
        title=Text("Premiers pas, avant et après", "First steps, before and after"),
        summary=Text(
            "Deux soirées pour les habitants avant le week-end, et une séance le dimanche, une "
            "fois les résultats vus.",
            "Two evenings for inhabitants before the weekend, and a session on Sunday, once the "
            "results were seen.",
        ),
        description=Text(
            "Ouvrir un compte, corriger une faute sur Wikipédia, ajouter sa boulangerie sur la "
            "carte : en petits groupes, sans rien connaître.\n\n"
            "Pourquoi encore le dimanche ? La première Opération Libre l’a appris à ses dépens : "
            "on a envie d’essayer après avoir vu ce que cela donne.",
            "Opening an account, correcting a mistake on Wikipedia, adding one’s bakery to the "
            "map: in small groups, without knowing anything.\n\n"
            "Why again on Sunday? The first Opération Libre learned it the hard way: people want "
            "to try once they have seen what it gives.",
        ),
        equipment=Text(
            "Votre ordinateur si vous en avez un ; nous en prêtons.",
            "Your computer if you have one; we lend some.",
        ),
        outputs=Text(
            "Trente habitants qui savent continuer seuls.",
            "Thirty inhabitants who can carry on by themselves.",
        ),
        shifts=[
            DemoShift(-23, "18:30", "20:30", _initiation(7, 2)),
            DemoShift(-9, "18:30", "20:30", _initiation(4, 1)),
            DemoShift(1, "10:00", "12:00", _initiation(3, 1)),
        ],
    ),
]

WELCOME_AND_RESULTS = [
    DemoMission(
        kind=Mission.Kind.WELCOME,
        theme=Theme.CITIZENSHIP,
        licence=Licence.CC_BY_SA,
        place=HALL,
        title=Text("Accueil, repas et coups de main", "Welcome, meals and a helping hand"),
        summary=Text(
            "Installer la salle, accueillir, nourrir tout le monde : sans vous, rien ne se libère.",
            "Setting up the hall, welcoming, feeding everyone: without you, nothing gets free.",
        ),
        description=Text(
            "Le vendredi soir, on dresse les tables en îlots, on déroule les rallonges, on "
            "accroche les panneaux. Ensuite, l’accueil, le café, les repas partagés, et dimanche "
            "le rangement. Un créneau suffit ; c’est ici que l’on rencontre tout le monde.",
            "On Friday evening we set the tables in islands, lay the extension leads, hang the "
            "signs. Then the reception, coffee, shared meals, and on Sunday the clearing up. One "
            "shift is enough; this is where one meets everybody.",
        ),
        equipment=Text(
            "De bons bras, un torchon ; une multiprise à votre nom.",
            "Good arms, a tea towel; a power strip with your name on it.",
        ),
        outputs=Text("Un week-end qui tient debout.", "A weekend that stands up."),
        shifts=[
            DemoShift(-1, "18:00", "20:00", [DemoNeed(HELPER, 2, 4, 6, taken=4)]),
            DemoShift(0, "08:30", "09:30", _reception(3, 1)),
            DemoShift(0, "12:00", "14:00", _reception(4, 2)),
            DemoShift(0, "19:30", "21:30", _reception(2, 1)),
            DemoShift(1, "08:30", "09:30", _reception(2, 1)),
            DemoShift(1, "12:00", "13:30", _reception(3, 1)),
            DemoShift(1, "16:30", "18:30", [DemoNeed(HELPER, 3, 6, 8, taken=2)]),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.RESULTS,
        theme=Theme.CITIZENSHIP,
        licence=Licence.CC_BY_SA,
        mode=Mission.Mode.BOTH,
        place=HALL,
        title=Text("Montrer les résultats", "Showing the results"),
        summary=Text(
            "Une première présentation le samedi soir, la grande le dimanche, puis le bilan écrit.",
            "A first presentation on Saturday evening, the great one on Sunday, then the report.",
        ),
        description=Text(
            "Chaque équipe montre ce qu’elle a publié : avant et après, chiffres comptés et dits "
            "comme ils l’ont été. Le samedi, pour que les habitants aient encore le temps "
            "d’essayer ; le dimanche, pour remercier et dire qui continue.\n\n"
            "Le mercredi suivant, une soirée en ligne pour écrire le bilan ensemble.",
            "Each team shows what it published: before and after, figures with how they were "
            "counted. On Saturday, so that inhabitants still have time to try; on Sunday, to give "
            "thanks and say who carries on.\n\n"
            "On the next Wednesday, an evening online to write the report together.",
        ),
        outputs=Text(
            "Un bilan publié sous licence libre.", "A report published under a free licence."
        ),
        shifts=[
            DemoShift(0, "18:00", "19:30", _presentation(4)),
            DemoShift(1, "15:00", "16:30", _presentation(5)),
            DemoShift(
                4, "20:00", "22:00", [DemoNeed(CONTRIBUTOR, 2, 3, 6, taken=2)], "En ligne / Online"
            ),
        ],
    ),
]
