"""Committees, meetings and indicators of the demo's operations.

Of the past ones only what reports tell: organisations without people, the one meeting whose day is
known, and what was counted. The people of the fictional ones are invented, and so are their groups.
"""

from datetime import date

from operations.models import CharterLine, CommitteeMember, Indicator, Meeting
from pages.demo.shapes import (
    DemoCharter,
    DemoIndicator,
    DemoMeeting,
    DemoMember,
    DemoWaiver,
    Text,
)

PROJECT, COMMUNE = CommitteeMember.Kind.FREE_PROJECT, CommitteeMember.Kind.COMMUNE
Counted = Indicator.Code
FROM_REPORTS = Text(
    "Relevé après coup dans les récits ; les chiffres disent leur source.",
    "Taken from reports afterwards; the figures name their source.",
)


def _projects(*names: str) -> list[DemoMember]:
    return [DemoMember(PROJECT, name) for name in names]


def _from_reports(*codes: Counted) -> list[DemoIndicator]:
    return [DemoIndicator(code, FROM_REPORTS) for code in codes]


BROCAS = DemoCharter(
    committee=[
        DemoMember(COMMUNE, "Commune de Brocas"),
        *_projects(
            "Creative Commons France",
            "Framasoft",
            "LiberTIC",
            "LibreOffice",
            "Open Knowledge Foundation France",
            "OpenStreetMap France",
            "Regards Citoyens",
            "Wikimédia France",
        ),
    ],
    indicators=_from_reports(Counted.RESIDENTS, Counted.MAP_CHANGES, Counted.DATASETS),
)
GERARDMER = DemoCharter(
    committee=_projects("Framasoft", "Wikimédia France"),
    meetings=[DemoMeeting(Meeting.Kind.COMMITTEE, held_on=date(2013, 9, 6))],
)
CHEMERE = DemoCharter(
    committee=[
        DemoMember(COMMUNE, "Commune de Chéméré"),
        DemoMember(COMMUNE, "Département de Loire-Atlantique"),
        *_projects("LiberTIC", "Regards Citoyens", "Wikimédia France"),
    ],
    indicators=_from_reports(Counted.PEOPLE, Counted.ARTICLES, Counted.PICTURES),
)
AIGLUN = DemoCharter(
    committee=[
        DemoMember(COMMUNE, "Commune d’Aiglun"),
        DemoMember(COMMUNE, "Ville de Digne-les-Bains"),
    ],
    indicators=_from_reports(Counted.PEOPLE, Counted.ARTICLES, Counted.PICTURES),
)

CHAUMES = DemoCharter(
    committee=[
        DemoMember(
            COMMUNE,
            "Commune de Chaumes-en-Retz",
            "Hervé Quélandrin",
            email="herve.quelandrin@example.org",
            role="is_referent",
            is_public=True,
        ),
        DemoMember(
            COMMUNE,
            "Commune de Chaumes-en-Retz",
            "Brigitte Painparé",
            email="brigitte.painpare@example.org",
            role="is_second_referent",
        ),
        DemoMember(
            PROJECT,
            "Atelier carte du Retz (fictif)",
            "Malo Hervouin",
            email="malo.hervouin@example.org",
            is_public=True,
        ),
        DemoMember(PROJECT, "Cercle botanique des Moutiers (fictif)", "Odile Kergristan"),
        DemoMember(
            PROJECT, "Wikimédiens de l’estuaire (fictif)", "Camille Arzelier", is_public=True
        ),
    ],
    meetings=[
        DemoMeeting(
            Meeting.Kind.COMMITTEE,
            weeks_ago=14,
            place="Mairie",
            notes="Missions proposées : carte, flore, vieilles photos, wiki.\n"
            "Une personne, une voix : les dates sont votées à l’unanimité.",
        ),
        DemoMeeting(
            Meeting.Kind.SCOUTING_VISIT,
            weeks_ago=9,
            place="Salle des fêtes de Chéméré",
            notes="Douze prises de courant, une ligne fixe, rampe à l’entrée.\n"
            "Le chemin de Princé est boueux après la pluie : prévoir des bottes.",
        ),
        DemoMeeting(Meeting.Kind.PUBLIC, weeks_ago=1, place="École"),
    ],
    indicators=[
        DemoIndicator(
            Counted.RESIDENTS,
            Text(
                "Émargement à l’accueil, code postal demandé et non gardé.",
                "Signed in at the welcome; the postcode is asked and not kept.",
            ),
        ),
        DemoIndicator(
            Counted.MAP_CHANGES,
            Text(
                "Objets ajoutés ou corrigés dans OpenStreetMap, relevés deux semaines après.",
                "Objects added or corrected in OpenStreetMap, counted two weeks later.",
            ),
        ),
        DemoIndicator(
            Counted.PICTURES,
            Text(
                "Catégorie du week-end sur Wikimedia Commons, relevée deux semaines après.",
                "Category of the weekend on Wikimedia Commons, counted two weeks later.",
            ),
        ),
        DemoIndicator(
            Counted.OTHER,
            Text(
                "Question posée à chaque équipe, six mois après.",
                "Each team is asked, six months later.",
            ),
            Text(
                "Habitants qui contribuent encore seuls",
                "Inhabitants who still contribute by themselves",
            ),
        ),
    ],
)

SAINT_MARTIN = DemoCharter(
    committee=[
        DemoMember(
            COMMUNE,
            "Commune de Saint-Martin-de-Londres",
            "Ghislaine Fontbrune",
            email="ghislaine.fontbrune@example.org",
            role="is_referent",
            is_public=True,
        ),
        DemoMember(PROJECT, "Les Amis des chemins (fictif)", "Olwen Castelard", is_public=True),
        DemoMember(PROJECT, "Herbiers du Pic (fictif)", "Théodore Massarel"),
        DemoMember(PROJECT, "Mémoires ouvertes (fictif)", "Farid Lunarel"),
    ],
    meetings=[
        DemoMeeting(Meeting.Kind.SCOUTING_VISIT, weeks_ago=8, place="Foyer rural"),
        DemoMeeting(Meeting.Kind.COMMITTEE, weeks_ago=7, place="Foyer rural"),
    ],
    indicators=[
        DemoIndicator(
            Counted.OBSERVATIONS,
            Text(
                "Observations publiées et vérifiées, un mois après.",
                "Observations published and checked, a month later.",
            ),
        ),
        DemoIndicator(
            Counted.RECORDINGS,
            Text(
                "Enregistrements dont l’accord est signé.",
                "Recordings whose consent is signed.",
            ),
        ),
    ],
    waivers=[
        DemoWaiver(
            CharterLine.SECOND_REFERENT,
            Text(
                "Le conseil nomme une seconde voix à sa prochaine séance ; d’ici là, le "
                "secrétariat de la mairie répond.",
                "The council names a second voice at its next session; until then the town clerk "
                "answers.",
            ),
        ),
    ],
)
# A draft: two projects of three, no visit yet, nothing to count yet.
ARCHIVES_DAY = DemoCharter(
    committee=[
        DemoMember(
            COMMUNE,
            "Commune de Saint-Martin-de-Londres",
            "Ghislaine Fontbrune",
            role="is_referent",
        ),
        DemoMember(PROJECT, "Les Amis des chemins (fictif)", "Olwen Castelard"),
        DemoMember(PROJECT, "Mémoires ouvertes (fictif)", "Farid Lunarel"),
    ],
    meetings=[DemoMeeting(Meeting.Kind.COMMITTEE, weeks_ago=2, place="Mairie")],
)
