"""Gérardmer 2014, where the operation took the form of a fair."""

from datetime import date

from core.themes import Theme
from missions.models import Mission
from operations.models import Licence, Operation
from pages.demo import charters
from pages.demo.shapes import DemoFigure, DemoMission, DemoOperation, DemoPlace, Text

WIKIPEDIA = Text(
    "Wikipédia:Opération Libre/Gérardmer, Wikipédia en français",
    "Wikipédia:Opération Libre/Gérardmer, French Wikipedia",
)

FIGURES = [
    DemoFigure(
        subject="preparatory-meeting",
        value=20,
        is_about=True,
        theme=Theme.CITIZENSHIP,
        label=Text("personnes à la réunion de préparation", "people at the preparatory meeting"),
        source=WIKIPEDIA,
        method=Text(
            "Nombre donné par la page de préparation.",
            "Number given on the planning page.",
        ),
    ),
    DemoFigure(
        subject="wikimedians",
        value=7,
        theme=Theme.HISTORY,
        label=Text("bénévoles de Wikimédia France", "volunteers of Wikimédia France"),
        source=WIKIPEDIA,
        method=Text(
            "Nombre donné par la page de préparation.",
            "Number given on the planning page.",
        ),
    ),
    DemoFigure(
        subject="workshops",
        value=4,
        theme=Theme.TOOLS,
        label=Text("ateliers au programme", "workshops in the programme"),
        source=Text(
            "Vosges Opération Libre, le logiciel pour tous, 100 % Vosges, 15 mai 2014",
            "Vosges Opération Libre, le logiciel pour tous, 100 % Vosges, 15 May 2014",
        ),
        method=Text(
            "Notre compte d’après le programme : carte, données, botanique, écriture.",
            "Our count from the programme: map, data, botany, writing.",
        ),
    ),
]

MISSIONS = [
    DemoMission(
        kind=Mission.Kind.FIELD_MAPPING,
        theme=Theme.GEOGRAPHY,
        licence=Licence.ODBL,
        place="Espace LAC",
        target_platform="OpenStreetMap",
        title=Text("Atelier OpenStreetMap", "OpenStreetMap workshop"),
        summary=Text(
            "Découvrir la carte libre et apprendre à y contribuer.",
            "Discovering the free map and learning to contribute to it.",
        ),
        description=Text(
            "L’un des quatre ateliers du programme, à côté des stands. Ce qui y a été produit "
            "n’est pas documenté.",
            "One of the four workshops of the programme, beside the stands. What it produced is "
            "not documented.",
        ),
        outputs=Text(
            "Une initiation à OpenStreetMap.",
            "An introduction to OpenStreetMap.",
        ),
    ),
    DemoMission(
        kind=Mission.Kind.OPEN_DATA,
        theme=Theme.DATA,
        licence="",
        place="Espace LAC",
        title=Text("Atelier données ouvertes", "Open data workshop"),
        summary=Text(
            "Ce qu’une commune peut publier, et pour qui.",
            "What a commune can publish, and for whom.",
        ),
        description=Text(
            "L’un des quatre ateliers du programme. Son compte rendu n’a pas été retrouvé.",
            "One of the four workshops of the programme. No report of it was found.",
        ),
        outputs=Text("Une initiation aux données ouvertes.", "An introduction to open data."),
    ),
    DemoMission(
        kind=Mission.Kind.FLORA,
        theme=Theme.BOTANY,
        licence="",
        place="Espace LAC",
        title=Text("Botanique collaborative", "Collaborative botany"),
        summary=Text(
            "Reconnaître les plantes ensemble et partager les observations.",
            "Recognising plants together and sharing the observations.",
        ),
        description=Text(
            "L’un des quatre ateliers du programme. Observer, photographier, proposer un nom que "
            "d’autres confirment : la botanique collaborative a une place pour chacun.",
            "One of the four workshops of the programme. Observing, taking a picture, proposing a "
            "name that others confirm: collaborative botany has a place for everyone.",
        ),
        outputs=Text(
            "Une initiation à l’observation partagée.", "An introduction to shared observation."
        ),
    ),
    DemoMission(
        kind=Mission.Kind.EDITATHON,
        theme=Theme.HISTORY,
        licence=Licence.CC_BY_SA,
        place="Espace LAC",
        target_platform="Wikipédia",
        title=Text("Écriture collaborative", "Collaborative writing"),
        summary=Text(
            "Un stand de Wikimédia France et des initiations, les deux jours.",
            "A stand of Wikimédia France and initiations, on both days.",
        ),
        description=Text(
            "Sept bénévoles de Wikimédia France ont tenu un stand et accompagné des initiations, "
            "le samedi comme le dimanche.",
            "Seven volunteers of Wikimédia France kept a stand and ran initiations, on Saturday "
            "and on Sunday.",
        ),
        outputs=Text("Des initiations à Wikipédia.", "Initiations to Wikipedia."),
    ),
    DemoMission(
        kind=Mission.Kind.TALK,
        theme=Theme.TOOLS,
        licence="",
        place="Espace LAC",
        title=Text("Conférences et stands", "Talks and stands"),
        summary=Text(
            "Le logiciel libre expliqué à tous, par ceux qui le font vivre.",
            "Free software explained to all, by those who keep it alive.",
        ),
        description=Text(
            "Des associations présentaient leurs projets sur leurs stands, et des conférences "
            "expliquaient le logiciel libre au grand public. Le nombre de visiteurs n’a pas été "
            "retrouvé.",
            "Associations presented their projects on their stands, and talks explained free "
            "software to the general public. The number of visitors was not found.",
        ),
        outputs=Text("Des conférences ouvertes à tous.", "Talks open to all."),
    ),
]

GERARDMER = DemoOperation(
    slug="gerardmer-2014",
    commune="88196",
    organizing_body="Framasoft",
    starts_on=date(2014, 5, 17),
    format=Operation.Format.FAIR,
    title=Text("Vosges Opération Libre à Gérardmer", "Vosges Opération Libre in Gérardmer"),
    summary=Text(
        "La deuxième : une ville des Vosges accueille stands, ateliers et conférences au bord du "
        "lac.",
        "The second one: a town of the Vosges hosts stands, workshops and talks by the lake.",
    ),
    presentation=Text(
        "Les 17 et 18 mai 2014, l’Espace LAC de Gérardmer a réuni des communautés du libre, à "
        "l’initiative de Framasoft. La forme était celle d’un salon : des "
        "stands, des conférences, et quatre ateliers sur la carte, les données, la botanique et "
        "l’écriture.\n\n"
        "Avec 8 284 habitants en 2013, Gérardmer était plus grande que les autres communes "
        "d’accueil. La première réunion avait eu lieu le 6 septembre 2013, huit mois avant.",
        "On 17 and 18 May 2014, the Espace LAC of Gérardmer brought together free-culture "
        "communities, on the initiative of Framasoft. It took the form "
        "of a fair: stands, talks, and four workshops on the map, data, botany and writing.\n\n"
        "With 8,284 inhabitants in 2013, Gérardmer was larger than the other host communes. The "
        "first meeting had taken place on 6 September 2013, eight months before.",
    ),
    partners=["Framasoft", "Wikimédia France"],
    places=[DemoPlace("Espace LAC")],
    charter=charters.GERARDMER,
    figures=FIGURES,
    missions=MISSIONS,
)
