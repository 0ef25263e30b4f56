"""Chaumes-en-Retz: the missions around a table."""

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


def _scan_table(operators: int, hosts: int, helpers: int, waiting: int = 0) -> list[DemoNeed]:
    return [
        DemoNeed(CONTRIBUTOR, 2, 4, 4, taken=operators, waiting=waiting),
        DemoNeed(HOST, 1, 1, 2, taken=hosts),
        DemoNeed(HELPER, 1, 1, 2, taken=helpers),
    ]


def _wiki_table(writers: int, helpers: int) -> list[DemoNeed]:
    return [
        DemoNeed(CONTRIBUTOR, 4, 8, 12, taken=writers),
        DemoNeed(HELPER, 1, 3, 3, taken=helpers),
    ]


def _data_table(people: int) -> list[DemoNeed]:
    return [DemoNeed(CONTRIBUTOR, 2, 4, 6, taken=people), DemoNeed(HELPER, 1, 1, 2, taken=1)]


def _class(people: int) -> list[DemoNeed]:
    return [DemoNeed(CONTRIBUTOR, 2, 4, 4, taken=people), DemoNeed(LEAD, 1, 1, 1, taken=1)]


MISSIONS = [
    DemoMission(
        kind=Mission.Kind.SCANNING,
        theme=Theme.HISTORY,
        licence=Licence.CC_BY_SA,
        place=HALL,
        target_platform="Wikimedia Commons, Wikisource",
        title=Text("Numériser avec le club des aînés", "Scanning with the seniors’ club"),
        summary=Text(
            "Les habitants apportent photos et cartes postales ; nous les numérisons et les leur "
            "rendons.",
            "Inhabitants bring photographs and postcards; we scan them and give them back.",
        ),
        description=Text(
            "Vingt minutes par visiteur : l’accueil note d’où vient le document et qui en a les "
            "droits, l’opérateur numérise, une troisième personne écrit la légende sous la dictée. "
            "L’original repart aussitôt avec son propriétaire.\n\n"
            "Une courte formation ouvre chaque créneau. Seuls les documents libres de droits, ou "
            "dont le propriétaire signe l’accord, sont publiés ; les autres restent à la commune.",
            "Twenty minutes per visitor: reception notes where the document comes from and who "
            "holds its rights, the operator scans, a third person writes the caption as it is "
            "told. The original leaves at once with its owner.\n\n"
            "Each shift begins with a short training. Only documents free of rights, or whose "
            "owner signs the agreement, are published; the others stay with the commune.",
        ),
        equipment=Text(
            "Un scanner à plat ou un ordinateur portable si vous en avez un à prêter.",
            "A flatbed scanner or a laptop if you can lend one.",
        ),
        outputs=Text("60 documents numérisés.", "60 scanned documents."),
        shifts=[
            DemoShift(0, "10:00", "12:00", _scan_table(3, 1, 1)),
            # The afternoon of the club: full, and three people wait.
            DemoShift(0, "14:00", "16:00", _scan_table(4, 2, 2, waiting=3)),
            DemoShift(0, "16:00", "18:00", _scan_table(3, 1, 1)),
            DemoShift(1, "10:00", "12:00", _scan_table(2, 1, 0)),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.EDITATHON,
        theme=Theme.HISTORY,
        licence=Licence.CC_BY_SA,
        mode=Mission.Mode.BOTH,
        place=HALL,
        target_platform="Wikipédia, wiki du territoire",
        title=Text("Écrire la commune sur Wikipédia", "Writing the commune on Wikipedia"),
        summary=Text(
            "Une heure et demie pour débuter, puis six articles à écrire ou à compléter, sources "
            "en main.",
            "An hour and a half to begin, then six articles to write or improve, sources in hand.",
        ),
        description=Text(
            "Le samedi matin, initiation : créer son compte, lire les règles, citer une source. "
            "Ensuite, on écrit par tables de quatre, chacune avec une personne qui aide.\n\n"
            "La liste : Chaumes-en-Retz, l’église Saint-Jean-Baptiste, le logis de la Pierre "
            "Levée, le château du Bois-Rouaud, la nécropole mérovingienne, la forêt de Princé. Ce "
            "qui n’a pas sa place dans une encyclopédie, souvenirs et recettes, va sur le wiki du "
            "territoire.",
            "On Saturday morning, an initiation: creating an account, reading the rules, quoting a "
            "source. Then we write at tables of four, each with somebody who helps.\n\n"
            "The list: Chaumes-en-Retz, the church Saint-Jean-Baptiste, the Logis de la Pierre "
            "Levée, the castle of Bois-Rouaud, the Merovingian necropolis, the forest of Princé. "
            "What has no place in an encyclopedia, memories and recipes, goes to the local wiki.",
        ),
        equipment=Text(
            "Un ordinateur portable si possible ; livres et bulletins anciens sont sur place.",
            "A laptop if possible; books and old bulletins are on the spot.",
        ),
        outputs=Text(
            "5 articles de Wikipédia et 20 pages du wiki du territoire.",
            "5 Wikipedia articles and 20 pages of the local wiki.",
        ),
        shifts=[
            DemoShift(0, "09:30", "11:00", _wiki_table(6, 2)),
            DemoShift(0, "14:00", "17:00", _wiki_table(8, 2)),
            DemoShift(1, "09:30", "12:00", _wiki_table(5, 1)),
            DemoShift(1, "13:30", "15:00", _wiki_table(3, 1)),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.OPEN_DATA,
        theme=Theme.DATA,
        licence=Licence.ETALAB,
        level=Mission.Level.SOME,
        place="Mairie",
        target_platform="data.gouv.fr",
        title=Text("Trois premiers jeux de données", "Three first datasets"),
        summary=Text(
            "Subventions, délibérations, prénoms : de la feuille de calcul au fichier publié et "
            "vérifié.",
            "Grants, council decisions, first names: from the spreadsheet to a file published and "
            "checked.",
        ),
        description=Text(
            "Avec le secrétariat de la mairie : on ouvre les fichiers, on met de côté ce qui "
            "touche aux personnes ou à la sécurité, on range les colonnes selon le Socle commun "
            "des données locales, on vérifie, on publie sous Licence Ouverte.\n\n"
            "Les prénoms trop rares sont regroupés, car dans une petite commune ils désigneraient "
            "un enfant. On finit par une page simple : qui met à jour, et quand.",
            "With the town clerk: we open the files, leave out what touches people or security, "
            "arrange the columns as the common core of local data (SCDL) asks, check, and publish "
            "under the Licence Ouverte.\n\n"
            "First names that are too rare are grouped, as in a small commune they would point to "
            "one child. We end with a simple page: who updates it, and when.",
        ),
        equipment=Text("Un ordinateur avec LibreOffice.", "A computer with LibreOffice."),
        outputs=Text("3 jeux de données validés.", "3 validated datasets."),
        shifts=[
            DemoShift(0, "09:30", "12:30", _data_table(4)),
            DemoShift(0, "14:00", "17:00", _data_table(3)),
            DemoShift(1, "09:30", "12:00", _data_table(2)),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.SCHOOL,
        theme=Theme.GEOGRAPHY,
        licence=Licence.CC_BY_SA,
        place="École",
        title=Text("L’école dessine sa carte", "The school draws its map"),
        summary=Text(
            "Deux classes relèvent le chemin de l’école et en font une carte libre.",
            "Two classes survey the way to school and make a free map of it.",
        ),
        description=Text(
            "Une classe par créneau, un adulte pour six enfants. On regarde le quartier vu du "
            "ciel, on sort relever passages piétons, arbres et bancs, puis on dessine. Les "
            "parents ont donné leur accord ; aucun visage n’est photographié.",
            "One class per shift, one adult for six children. We look at the neighbourhood from "
            "the sky, go out to survey crossings, trees and benches, then draw. The parents have "
            "agreed; no face is photographed.",
        ),
        equipment=Text("Rien : tout est à l’école.", "Nothing: everything is at the school."),
        outputs=Text(
            "Une carte dessinée, exposée le dimanche.", "A drawn map, exhibited on Sunday."
        ),
        shifts=[
            DemoShift(-1, "09:00", "10:30", _class(3)),
            DemoShift(-1, "13:45", "15:15", _class(2)),
        ],
    ),
    DemoMission(
        kind=Mission.Kind.TALK,
        theme=Theme.CITIZENSHIP,
        licence=Licence.CC_BY_SA,
        place="Mairie",
        title=Text("Choisir une licence libre", "Choosing a free licence"),
        summary=Text(
            "Une heure et demie pour comprendre les licences et choisir celles de la commune.",
            "An hour and a half to understand licences and choose those of the commune.",
        ),
        description=Text(
            "Pour élus, agents, associations et curieux. À partir d’exemples d’ici, le bulletin "
            "municipal, une photo de la fête, un plan des sentiers : qui peut reprendre quoi, et à "
            "quelles conditions ? Pourquoi « pas d’usage commercial » ferme plus de portes qu’on "
            "ne croit ? On repart avec une fiche de décision.",
            "For elected members, staff, associations and the curious. From local examples, the "
            "town bulletin, a picture of the fête, a map of the trails: who may reuse what, and on "
            "what conditions? Why does “no commercial use” close more doors than one thinks? "
            "Everybody leaves with a decision sheet.",
        ),
        outputs=Text(
            "Une fiche de décision pour le conseil municipal.",
            "A decision sheet for the municipal council.",
        ),
        shifts=[
            DemoShift(
                0,
                "14:00",
                "15:30",
                [DemoNeed(CONTRIBUTOR, 3, 8, 20, taken=5), DemoNeed(LEAD, 1, 1, 1, taken=1)],
            ),
        ],
    ),
]
