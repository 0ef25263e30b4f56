"""Chéméré 2015, three months before the commune became a part of Chaumes-en-Retz."""

from datetime import date

from core.themes import Theme
from missions.models import Mission
from operations.models import Licence
from pages.demo import charters
from pages.demo.shapes import DemoFigure, DemoMission, DemoOperation, Text

THOT = Text(
    "Le miel de Chéméré ; Les abeilles de Chéméré, Thot Cursus, octobre 2015",
    "Le miel de Chéméré; Les abeilles de Chéméré, Thot Cursus, October 2015",
)
BANQUE = Text(
    "Encourager la valorisation des données : l’exemple de la Loire-Atlantique, Banque des "
    "Territoires",
    "Encouraging the use of data: the example of Loire-Atlantique (in French), Banque des "
    "Territoires",
)
REPORTS = Text(
    "Comptes rendus de Chéméré : Thot Cursus, octobre 2015 ; Banque des Territoires",
    "Reports on Chéméré: Thot Cursus, October 2015; Banque des Territoires",
)
COUNTED = Text(
    "Nombre donné par les comptes rendus, après le week-end.",
    "Number given in the reports, after the weekend.",
)
PARTICIPANTS = Text("participants", "participants")
POPULATION = Text("habitants de la commune", "inhabitants of the commune")


def _counted(subject: str, value: int, theme: Theme, label: Text) -> DemoFigure:
    return DemoFigure(subject, value, label, REPORTS, COUNTED, theme)


FIGURES = [
    DemoFigure(
        subject="participants",
        value=50,
        is_about=True,
        theme=Theme.CITIZENSHIP,
        label=PARTICIPANTS,
        source=THOT,
        method=Text("Bénévoles venus pour le week-end.", "Volunteers who came for the weekend."),
    ),
    DemoFigure(
        subject="participants",
        value=70,
        is_about=True,
        theme=Theme.CITIZENSHIP,
        label=PARTICIPANTS,
        source=BANQUE,
        method=Text(
            "Participants selon l’article, qui ne dit pas qui a été compté.",
            "Participants according to the article, which does not say who was counted.",
        ),
    ),
    _counted("wikimedians", 8, Theme.HISTORY, Text("wikimédiens sur place", "Wikimedians present")),
    _counted("articles", 4, Theme.HISTORY, Text("articles de Wikipédia", "Wikipedia articles")),
    _counted(
        "pictures",
        354,
        Theme.PHOTOGRAPHY,
        Text("images sur Wikimedia Commons", "pictures on Wikimedia Commons"),
    ),
    _counted("wikidata-items", 17, Theme.DATA, Text("éléments Wikidata", "Wikidata items")),
    _counted(
        "wikisource-sources",
        30,
        Theme.HISTORY,
        Text("sources sur Wikisource", "sources on Wikisource"),
    ),
    _counted("maps", 4, Theme.GEOGRAPHY, Text("cartes thématiques", "thematic maps")),
    DemoFigure(
        subject="population",
        value=2472,
        label=POPULATION,
        source=Text("Recensement, population de 2013", "Census, population of 2013"),
        method=Text("Population légale.", "Official population."),
    ),
    DemoFigure(
        subject="population",
        value=2400,
        is_about=True,
        label=POPULATION,
        source=Text(
            "Présentation de l’opération (diapositives), LiberTIC",
            "Presentation of the operation (slides), LiberTIC",
        ),
        method=Text("Nombre cité sur une diapositive.", "Number quoted on a slide."),
    ),
    DemoFigure(
        subject="population",
        value=1500,
        is_about=True,
        label=POPULATION,
        source=Text("Un article de presse", "One press article"),
        method=Text(
            "Ne s’accorde pas avec le recensement ; gardé pour que l’écart se voie.",
            "Does not agree with the census; kept so that the difference shows.",
        ),
    ),
]

MISSIONS = [
    DemoMission(
        kind=Mission.Kind.FIELD_MAPPING,
        theme=Theme.GEOGRAPHY,
        licence=Licence.ODBL,
        target_platform="OpenStreetMap",
        title=Text("Quatre cartes pour Chéméré", "Four maps for Chéméré"),
        summary=Text(
            "Artisans, lieux publics accessibles, panneaux solaires et vue en trois dimensions.",
            "Craftspeople, accessible public places, solar panels and a view in three dimensions.",
        ),
        description=Text(
            "À pied, en voiture, à vélo avec une caméra et avec un drone, les équipes ont relevé "
            "la commune pour quatre cartes thématiques. Les images prises dans les rues ont été "
            "partagées sur Mapillary.",
            "On foot, by car, by bike with a camera and with a drone, the teams surveyed the "
            "commune for four thematic maps. The street-level pictures were shared on Mapillary.",
        ),
        outputs=Text(
            "4 cartes thématiques, une vidéo à vélo, des vues de drone.",
            "4 thematic maps, a bike video, drone views.",
        ),
    ),
    DemoMission(
        kind=Mission.Kind.EDITATHON,
        theme=Theme.HISTORY,
        licence=Licence.CC_BY_SA,
        target_platform="Wikipédia, Wikimedia Commons, Wikidata, Wikisource",
        title=Text("Le patrimoine de Chéméré", "The heritage of Chéméré"),
        summary=Text(
            "Écrire, illustrer et transcrire ce que la commune a de mémoire.",
            "Writing, illustrating and transcribing what the commune remembers.",
        ),
        description=Text(
            "Huit wikimédiens ont nourri quatre projets à la fois : des articles pour raconter, "
            "des images pour montrer, des éléments Wikidata pour relier, des sources pour "
            "appuyer.",
            "Eight Wikimedians fed four projects at once: articles that tell, pictures that show, "
            "Wikidata items that link, sources that support.",
        ),
        outputs=Text(
            "4 articles, 354 images, 17 éléments Wikidata, 30 sources.",
            "4 articles, 354 pictures, 17 Wikidata items, 30 sources.",
        ),
    ),
    DemoMission(
        kind=Mission.Kind.OTHER,
        theme=Theme.BOTANY,
        licence="",
        title=Text("La carte des vignes", "The map of the vineyards"),
        summary=Text(
            "Cépages et orientation des parcelles, relevés avec le dernier vigneron.",
            "Grape varieties and orientation of the plots, recorded with the last winegrower.",
        ),
        description=Text(
            "Avec le dernier vigneron de la commune, une petite équipe a dressé une "
            "carte des vignes présentée comme la première de son genre : les cépages, "
            "l’orientation, parcelle par parcelle.",
            "With the last winegrower of the commune, a small team drew a map of "
            "the vineyards, presented as the first of its kind: grape varieties and orientation, "
            "plot by plot.",
        ),
        outputs=Text("Une carte des vignes.", "A map of the vineyards."),
    ),
    DemoMission(
        kind=Mission.Kind.OPEN_DATA,
        theme=Theme.DATA,
        licence="",
        title=Text("Les délibérations en images", "Council decisions made visible"),
        summary=Text(
            "Les données du conseil municipal, croisées par trois codeurs.",
            "The data of the municipal council, combined by three coders.",
        ),
        description=Text(
            "Trois codeurs de Regards Citoyens ont croisé les données du conseil municipal pour "
            "les rendre lisibles. Les données ont ensuite rejoint le portail du département.",
            "Three coders of Regards Citoyens combined the data of the municipal council to make "
            "them readable. The data then joined the portal of the département.",
        ),
        outputs=Text(
            "Des visualisations du conseil municipal.", "Visualisations of the municipal council."
        ),
    ),
    DemoMission(
        kind=Mission.Kind.SCHOOL,
        theme=Theme.CITIZENSHIP,
        licence="",
        title=Text("De l’école au club des aînés", "From the school to the seniors’ club"),
        summary=Text(
            "Une séance avec des élèves de primaire, de longs échanges avec les aînés.",
            "A session with primary pupils, long talks with the seniors.",
        ),
        description=Text(
            "Les bénévoles ont sensibilisé des élèves de primaire et pris le temps d’écouter le "
            "club des aînés : ceux qui apprendront demain, et ceux qui se souviennent.",
            "The volunteers introduced primary pupils to free culture and took the time to listen "
            "to the seniors’ club: those who will learn tomorrow, and those who remember.",
        ),
        outputs=Text("Des liens entre générations.", "Ties between generations."),
    ),
]

CHEMERE = DemoOperation(
    slug="chemere-2015",
    commune="44040",
    organizing_body="LiberTIC, département de Loire-Atlantique",
    starts_on=date(2015, 9, 26),
    hashtag="oplchemere",
    title=Text("Opération Libre à Chéméré", "Opération Libre in Chéméré"),
    summary=Text(
        "La troisième : le département propose une commune, et le village ouvre ses portes aux "
        "bénévoles.",
        "The third one: the département proposes a commune, and the village opens its doors to "
        "the volunteers.",
    ),
    presentation=Text(
        "Les 26 et 27 septembre 2015, Chéméré, en Loire-Atlantique, a reçu des bénévoles de "
        "plusieurs communautés. Des élus les logeaient le vendredi et le samedi soir.\n\n"
        "Le département avait proposé la commune en avril ; au début, le conseil trouvait le "
        "projet abstrait. Il l’a voté vers juin, et le week-end a suivi cinq mois après le "
        "premier contact. Une première restitution, dès le samedi soir, montrait déjà les "
        "résultats.\n\n"
        "Trois mois plus tard, le 1er janvier 2016, Chéméré et Arthon-en-Retz devenaient "
        "**Chaumes-en-Retz** : une commune disparaît, ses données libres restent.",
        "On 26 and 27 September 2015, Chéméré, in Loire-Atlantique, received volunteers of several "
        "communities. Councillors put them up on Friday and Saturday night.\n\n"
        "The département had proposed the commune in April; at first, the council found the "
        "project abstract. It voted for it around June, and the weekend followed five months "
        "after the first contact. A first presentation on Saturday evening already showed "
        "results.\n\n"
        "Three months later, on 1 January 2016, Chéméré and Arthon-en-Retz became "
        "**Chaumes-en-Retz**: a commune goes, its free data stay.",
    ),
    partners=[
        "Département de Loire-Atlantique",
        "LiberTIC",
        "Regards Citoyens",
        "Wikimédia France",
    ],
    charter=charters.CHEMERE,
    figures=FIGURES,
    missions=MISSIONS,
)
