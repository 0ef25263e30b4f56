"""Aiglun 2016, during the lavender fair of the neighbouring town."""

from datetime import date

from core.themes import Theme
from missions.models import Mission
from operations.models import Licence
from pages.demo import charters
from pages.demo.shapes import DemoFigure, DemoMission, DemoOperation, Text

BANQUE = Text(
    "Open data : Aiglun et Digne-les-Bains s’initient ensemble, Banque des Territoires",
    "Open data: Aiglun and Digne-les-Bains start together (in French), Banque des Territoires",
)
RADIO = Text(
    "Le village d’Aiglun investit Wikipédia, Fréquence Mistral, 5 septembre 2016",
    "Le village d’Aiglun investit Wikipédia, Fréquence Mistral, 5 September 2016",
)
PRESS = Text(
    "Banque des Territoires ; Fréquence Mistral, 5 septembre 2016",
    "Banque des Territoires; Fréquence Mistral, 5 September 2016",
)
REPORTED = Text(
    "Nombre donné après l’opération, sans dire comment il a été compté.",
    "Number given after the operation, without saying how it was counted.",
)
POPULATION = Text("habitants de la commune", "inhabitants of the commune")

FIGURES = [
    DemoFigure(
        subject="volunteers",
        value=20,
        is_about=True,
        theme=Theme.CITIZENSHIP,
        label=Text("bénévoles", "volunteers"),
        source=PRESS,
        method=REPORTED,
    ),
    DemoFigure(
        subject="articles",
        value=5,
        theme=Theme.HISTORY,
        label=Text("articles de Wikipédia", "Wikipedia articles"),
        source=RADIO,
        method=REPORTED,
    ),
    DemoFigure(
        subject="pictures",
        value=400,
        is_about=True,
        theme=Theme.PHOTOGRAPHY,
        label=Text("photos sur Wikimedia Commons", "pictures on Wikimedia Commons"),
        source=RADIO,
        method=REPORTED,
    ),
    DemoFigure(
        subject="population",
        value=1356,
        label=POPULATION,
        source=Text("Recensement, population de 2014", "Census, population of 2014"),
        method=Text("Population légale.", "Official population."),
    ),
    DemoFigure(
        subject="population",
        value=1386,
        label=POPULATION,
        source=BANQUE,
        method=Text(
            "Nombre cité dans un récit de l’opération.",
            "Number quoted in an account of the operation.",
        ),
    ),
]

MISSIONS = [
    DemoMission(
        kind=Mission.Kind.EDITATHON,
        theme=Theme.HISTORY,
        licence=Licence.CC_BY_SA,
        target_platform="Wikipédia",
        title=Text("Le village sur Wikipédia", "The village on Wikipedia"),
        summary=Text(
            "Cinq articles sur le village, son église et des personnes qui l’ont marqué.",
            "Five articles on the village, its church and people who left their mark.",
        ),
        description=Text(
            "Le village, son église, des personnes qui l’ont marqué : cinq articles sont nés ou "
            "ont grandi pendant le week-end.",
            "The village, its church, people who left their mark: five articles began or grew "
            "during the weekend.",
        ),
        outputs=Text("5 articles de Wikipédia.", "5 Wikipedia articles."),
    ),
    DemoMission(
        kind=Mission.Kind.PHOTO_WALK,
        theme=Theme.PHOTOGRAPHY,
        licence="",  # not documented
        target_platform="Wikimedia Commons",
        title=Text("Le village en images", "The village in pictures"),
        summary=Text(
            "Environ 400 photos partagées sur Wikimedia Commons.",
            "About 400 pictures shared on Wikimedia Commons.",
        ),
        description=Text(
            "Des images que la commune, l’école et la presse peuvent reprendre librement.",
            "Pictures that the commune, the school and the press may reuse freely.",
        ),
        outputs=Text(
            "Environ 400 photos sur Wikimedia Commons.", "About 400 pictures on Wikimedia Commons."
        ),
    ),
    DemoMission(
        kind=Mission.Kind.FIELD_MAPPING,
        theme=Theme.GEOGRAPHY,
        licence=Licence.ODBL,
        target_platform="OpenStreetMap",
        title=Text("La carte du village", "The map of the village"),
        summary=Text(
            "Le village relevé dans OpenStreetMap.", "The village surveyed in OpenStreetMap."
        ),
        description=Text(
            "Le troisième chantier du week-end : porter le village sur la carte libre.",
            "The third work of the weekend: putting the village onto the free map.",
        ),
        outputs=Text(
            "Le village dans OpenStreetMap ; le nombre d’objets n’a pas été retrouvé.",
            "The village in OpenStreetMap; the number of objects was not found.",
        ),
    ),
    DemoMission(
        kind=Mission.Kind.TALK,
        theme=Theme.CITIZENSHIP,
        licence="",
        title=Text("Débats et formation pour les élus", "Debates and training for elected members"),
        summary=Text(
            "Ce que l’ouverture change pour une petite commune, entre élus.",
            "What opening up changes for a small commune, among elected members.",
        ),
        description=Text(
            "Des débats et des formations s’adressaient aux élus de petites communes, que la loi "
            "n’oblige pas à publier leurs données.",
            "Debates and training were for elected members of small communes, which the law does "
            "not oblige to publish their data.",
        ),
        outputs=Text("Des élus initiés.", "Elected members introduced to the subject."),
    ),
]

AIGLUN = DemoOperation(
    slug="aiglun-2016",
    commune="04001",
    organizing_body="Ville de Digne-les-Bains",
    starts_on=date(2016, 8, 27),
    title=Text("Opération Libre à Aiglun", "Opération Libre in Aiglun"),
    summary=Text(
        "La quatrième : une ville voisine organise, un village s’ouvre, pendant la foire de la "
        "lavande.",
        "The fourth one: a neighbouring town organises, a village opens up, during the lavender "
        "fair.",
    ),
    presentation=Text(
        "Les 27 et 28 août 2016, pendant la foire de la lavande, une vingtaine de bénévoles ont "
        "mis Aiglun, dans les Alpes-de-Haute-Provence, sur Wikipédia, Wikimedia Commons et "
        "OpenStreetMap.\n\n"
        "L’organisation venait de Digne-les-Bains, ville de 16 500 habitants à huit kilomètres, "
        "avec un collectif local. La foire apportait le public.\n\n"
        "Une autre commune porte le même nom, dans les Alpes-Maritimes ; c’est bien de celle-ci "
        "(04001) qu’il s’agit.",
        "On 27 and 28 August 2016, during the lavender fair, some twenty volunteers put Aiglun, "
        "in the Alpes-de-Haute-Provence, onto Wikipedia, Wikimedia Commons and OpenStreetMap.\n\n"
        "The organisers came from Digne-les-Bains, a town of 16,500 inhabitants eight kilometres "
        "away, with a local collective. The fair brought the public.\n\n"
        "Another commune bears the same name, in the Alpes-Maritimes; this is the one with the "
        "code 04001.",
    ),
    partners=["Ville de Digne-les-Bains"],
    charter=charters.AIGLUN,
    figures=FIGURES,
    missions=MISSIONS,
)
