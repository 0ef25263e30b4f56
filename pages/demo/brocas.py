"""Brocas 2013, the pilot."""

from datetime import date

from core.themes import Theme
from missions.models import Mission
from operations.models import Licence
from pages.demo import charters
from pages.demo.shapes import DemoFigure, DemoMission, DemoOperation, Text

GUIDE = Text(
    "Guide d’ouverture d’une petite commune (30 août 2013), Wikisource en français",
    "Guide to opening a small commune (30 August 2013, in French), French Wikisource",
)
REPORTS = Text(
    "Comptes rendus de Brocas : guide de 2013 (Wikisource), Wikimédia France, Mairie-conseils, "
    "Urbanistik, La Gazette des communes",
    "Reports on Brocas: guide of 2013 (Wikisource), Wikimédia France, Mairie-conseils, "
    "Urbanistik, La Gazette des communes",
)
COUNCILLOR = Text(
    "Entretien avec l’élu référent de Brocas, Urbanistik",
    "Interview with the councillor in charge at Brocas, Urbanistik",
)
UNSTATED = Text(
    "Nombre donné par les comptes rendus, sans dire comment il a été compté.",
    "Number given in the reports, which do not say how it was counted.",
)
RESIDENTS = Text("habitants ayant pris part", "inhabitants who took part")

FIGURES = [
    DemoFigure(
        subject="residents",
        value=50,
        is_about=True,
        theme=Theme.CITIZENSHIP,
        label=RESIDENTS,
        source=Text(
            "Une commune rurale teste l’open data avec la participation des habitants, "
            "Mairie-conseils",
            "A rural commune tries open data with its inhabitants (in French), Mairie-conseils",
        ),
        method=Text(
            "Ordre de grandeur donné dans un récit de l’opération.",
            "Order of magnitude given in an account of the operation.",
        ),
    ),
    DemoFigure(
        subject="residents",
        value=30,
        is_about=True,
        theme=Theme.CITIZENSHIP,
        label=RESIDENTS,
        source=COUNCILLOR,
        method=Text("Estimation de l’élu, donnée plus tard.", "The councillor’s later estimate."),
    ),
    DemoFigure(
        subject="final-presentation",
        value=80,
        is_about=True,
        theme=Theme.CITIZENSHIP,
        label=Text("personnes à la restitution finale", "people at the final presentation"),
        source=COUNCILLOR,
        method=Text(
            "Estimation de l’élu : environ un habitant sur dix.",
            "The councillor’s estimate: about one inhabitant in ten.",
        ),
    ),
    DemoFigure(
        subject="map-improvements",
        value=2000,
        is_about=True,
        theme=Theme.GEOGRAPHY,
        label=Text("améliorations de la carte", "improvements to the map"),
        source=GUIDE,
        method=Text(
            "Comptées dans OpenStreetMap sur les cinq mois qui ont suivi le week-end.",
            "Counted in OpenStreetMap over the five months after the weekend.",
        ),
    ),
    DemoFigure(
        subject="datasets-listed",
        value=50,
        is_about=True,
        theme=Theme.DATA,
        label=Text("jeux de données recensés", "datasets listed"),
        source=REPORTS,
        method=Text(
            "Inventaire fait avec la mairie ; recensé ne veut pas dire publié.",
            "Inventory made with the town hall; listed does not mean published.",
        ),
    ),
    DemoFigure(
        subject="datasets-online",
        value=30,
        is_about=True,
        theme=Theme.DATA,
        label=Text("jeux de données mis en ligne", "datasets put online"),
        source=REPORTS,
        method=Text(
            "État plus tardif de la plateforme de la commune : une centaine de fichiers.",
            "Later state of the commune’s platform: about a hundred files.",
        ),
    ),
    DemoFigure(
        subject="gigabytes",
        value=55,
        theme=Theme.DATA,
        label=Text("gigaoctets réunis par la commune", "gigabytes gathered by the commune"),
        source=REPORTS,
        method=UNSTATED,
    ),
    DemoFigure(
        subject="wikipedians",
        value=6,
        theme=Theme.HISTORY,
        label=Text("wikipédiens sur place", "Wikipedians on the spot"),
        source=Text(
            "Comptes rendus de Wikimédia France et de Wikipédia en français",
            "Reports of Wikimédia France and of French Wikipedia",
        ),
        method=UNSTATED,
    ),
]

MISSIONS = [
    DemoMission(
        kind=Mission.Kind.FIELD_MAPPING,
        theme=Theme.GEOGRAPHY,
        licence=Licence.ODBL,
        target_platform="OpenStreetMap",
        title=Text("Carto : relever la commune", "Carto: surveying the commune"),
        summary=Text(
            "Compléter la carte libre, du point de recyclage à l’ancienne voie ferrée.",
            "Completing the free map, from the recycling point to the old railway.",
        ),
        description=Text(
            "Routes et bâtiments avaient été tracés à distance avant le week-end. Sur place, les "
            "équipes ont pu se consacrer à ce que l’image aérienne ne montre pas : points de "
            "recyclage, commerces, services, monuments, sentiers, ancienne voie ferrée.\n\n"
            "Un lavoir a rejoint la carte parce qu’une hôtesse en a parlé au petit-déjeuner : "
            "loger chez l’habitant fait aussi de bonnes données.",
            "Roads and buildings had been traced remotely before the weekend. On the spot, the "
            "teams were free to look for what an aerial picture does not show: recycling points, "
            "shops, services, monuments, trails, the old railway.\n\n"
            "One wash-house came onto the map because a hostess spoke of it at breakfast: staying "
            "with inhabitants makes good data too.",
        ),
        outputs=Text(
            "Une carte détaillée de la commune dans OpenStreetMap.",
            "A detailed map of the commune in OpenStreetMap.",
        ),
    ),
    DemoMission(
        kind=Mission.Kind.PHOTO_WALK,
        theme=Theme.PHOTOGRAPHY,
        licence="",  # the aerial pictures are under version 3.0; the others are not documented
        title=Text("Photo : du sol et du ciel", "Photo: from the ground and the sky"),
        summary=Text(
            "Photographier la commune, à pied, en cabine photo et en paramoteur.",
            "Picturing the commune, on foot, in a photo booth and by paramotor.",
        ),
        description=Text(
            "La commune a obtenu l’autorisation de survol ; les vues prises en paramoteur ont été "
            "publiées sous licence CC BY-SA 3.0. Wikimédia France avait prêté une cabine photo.\n\n"
            "Des montages ont réuni des vues anciennes et actuelles prises sous le même angle : "
            "chacun y retrouvait sa rue.",
            "The commune obtained the overflight permit; the views taken by paramotor were "
            "published under CC BY-SA 3.0. Wikimédia France had lent a photo booth.\n\n"
            "Montages joined old and present views taken from the same angle: people found their "
            "own street in them.",
        ),
        outputs=Text(
            "Vues aériennes, portraits, montages d’hier et d’aujourd’hui.",
            "Aerial views, portraits, montages of then and now.",
        ),
    ),
    DemoMission(
        kind=Mission.Kind.EDITATHON,
        theme=Theme.HISTORY,
        licence=Licence.CC_BY_SA,
        target_platform="Wikipédia",
        title=Text("Wiki : raconter Brocas", "Wiki: telling the story of Brocas"),
        summary=Text(
            "Améliorer l’article de Wikipédia avec les sources que le village conserve.",
            "Improving the Wikipedia article with the sources that the village keeps.",
        ),
        description=Text(
            "Six wikipédiens ont travaillé avec la documentation réunie par la commune, qui avait "
            "ouvert musées et monuments. L’article sur Brocas en est sorti plus riche, relié à la "
            "carte et aux photos du week-end.",
            "Six Wikipedians worked from the documents that the commune had gathered; museums and "
            "monuments were open to them. The article on Brocas came out richer, linked to the "
            "map and the pictures of the weekend.",
        ),
        outputs=Text(
            "L’article « Brocas » de Wikipédia, complété.",
            "The Wikipedia article on Brocas, improved.",
        ),
    ),
    DemoMission(
        kind=Mission.Kind.OPEN_DATA,
        theme=Theme.DATA,
        licence="",  # not documented
        title=Text("Hack : ouvrir les données", "Hack: opening the data"),
        summary=Text(
            "Recenser les données de la mairie et publier celles qui peuvent l’être.",
            "Listing the data of the town hall and publishing what can be.",
        ),
        description=Text(
            "L’équipe a fait l’inventaire des fichiers avec la mairie, en mettant de côté ce qui "
            "touche à la sécurité ou aux personnes. Les premiers documents publiés étaient des "
            "PDF, jugés peu satisfaisants ; la plateforme a proposé ensuite du CSV et du XML.\n\n"
            "Leçon gardée : commencer par ce qui est prêt, dans un format que d’autres peuvent "
            "reprendre.",
            "The team listed the files with the town hall, leaving out what touches security or "
            "people. The first documents published were PDF files, found unsatisfying; later the "
            "platform offered CSV and XML.\n\n"
            "A lesson kept: begin with what is ready, in a format that others can reuse.",
        ),
        outputs=Text(
            "Un inventaire des données, puis une plateforme de la commune.",
            "An inventory of the data, then a platform of the commune.",
        ),
    ),
]

BROCAS = DemoOperation(
    slug="brocas-2013",
    commune="40056",
    organizing_body="LiberTIC, commune de Brocas",
    starts_on=date(2013, 4, 5),
    days=3,
    title=Text("Opération Libre à Brocas", "Opération Libre in Brocas"),
    summary=Text(
        "La première : huit organisations et un village des Landes montrent qu’une petite commune "
        "peut s’ouvrir.",
        "The first one: eight organisations and a village of the Landes show that a small commune "
        "can open up.",
    ),
    presentation=Text(
        "Du vendredi 5 au dimanche 7 avril 2013, des bénévoles de huit organisations du libre sont "
        "venus à Brocas, environ 800 habitants, dans les Landes. Ils ont logé chez l’habitant et "
        "travaillé avec la commune en quatre équipes : **Carto**, **Photo**, **Wiki** et "
        "**Hack**.\n\n"
        "Deux mois de préparation avaient suffi. La commune ouvrait ses musées et ses monuments, "
        "réunissait sa documentation et payait les trajets ; les organisations apportaient "
        "méthode, matériel et savoir-faire.\n\n"
        "## Ce qu’il en reste\n\n"
        "Un guide de douze auteurs, daté du 30 août 2013, dit ce qui a marché et ce qui "
        "a manqué. Deux de ses leçons ont façonné ce site : beaucoup d’habitants n’ont compris les "
        "projets qu’à la restitution, alors que les initiations avaient eu lieu la veille ; et "
        "tout reposait sur un seul élu.",
        "From Friday 5 to Sunday 7 April 2013, volunteers of eight free-culture organisations came "
        "to Brocas, about 800 inhabitants, in the Landes. They stayed with inhabitants and worked "
        "with the commune in four teams: **Carto**, **Photo**, **Wiki** and **Hack**.\n\n"
        "Two months of preparation had been enough. The commune opened its museums and monuments, "
        "gathered its documents and paid for travel; the organisations brought method, equipment "
        "and know-how.\n\n"
        "## What is left of it\n\n"
        "A guide by a dozen authors, dated 30 August 2013, tells what worked and what was missing. "
        "Two of its lessons shaped this site: many inhabitants understood the projects only at "
        "the final presentation, when the initiations had been the day before; and everything "
        "rested on one councillor.",
    ),
    partners=[
        "Creative Commons France",
        "Framasoft",
        "LiberTIC",
        "LibreOffice",
        "Open Knowledge Foundation France",
        "OpenStreetMap France",
        "Regards Citoyens",
        "Wikimédia France",
    ],
    charter=charters.BROCAS,
    figures=FIGURES,
    missions=MISSIONS,
)
