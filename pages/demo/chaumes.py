"""The open operation of the demo: a fictional weekend at Chaumes-en-Retz."""

from operations.models import Operation
from pages.demo import charters, chaumes_around, chaumes_indoors, chaumes_outdoors
from pages.demo.accounts import CHAUMES_TEAM
from pages.demo.people import CHAUMES_PEOPLE
from pages.demo.shapes import DemoOperation, DemoPlace, Text

CHAUMES = DemoOperation(
    slug="chaumes-en-retz",
    commune="44005",
    organizing_body="Retz en commun (association fictive)",
    status=Operation.Status.OPEN,
    is_fictional=True,
    team=CHAUMES_TEAM,
    charter=charters.CHAUMES,
    people=CHAUMES_PEOPLE,
    hashtag="retzencommun",
    contact_email="bonjour@retz-en-commun.example",
    languages=["fr", "en"],
    title=Text("Opération Libre à Chaumes-en-Retz", "Opération Libre in Chaumes-en-Retz"),
    summary=Text(
        "Un week-end pour cartographier, photographier, numériser et raconter la commune, avec "
        "ses habitants.",
        "A weekend to map, photograph, scan and tell the story of the commune, with its "
        "inhabitants.",
    ),
    presentation=Text(
        "*Cette opération est fictive : elle sert à essayer le site. La commune et son patrimoine "
        "existent ; l’association, le programme et les personnes sont inventés.*\n\n"
        "Chaumes-en-Retz est née en 2016 de la réunion d’Arthon-en-Retz et de Chéméré, qui avait "
        "accueilli une Opération Libre trois mois plus tôt. Bourgs, hameaux et chemins restent "
        "à raconter ensemble, sur une seule carte et dans un seul wiki.\n\n"
        "## Ce que nous voulons publier\n\n"
        "- 800 objets de plus dans OpenStreetMap ;\n"
        "- 300 photos, de l’église Saint-Jean-Baptiste aux ruines du château de Princé ;\n"
        "- 60 documents numérisés avec le club des aînés ;\n"
        "- 5 articles de Wikipédia et 20 pages d’un wiki du territoire ;\n"
        "- 40 observations de plantes sauvages ;\n"
        "- 3 jeux de données de la mairie : subventions, délibérations, prénoms.\n\n"
        "## Pour qui\n\n"
        "Pour tout le monde. Rien à savoir d’avance : chaque mission a quelqu’un qui montre, et "
        "des habitants qui guident. Qui vient de loin peut loger chez l’habitant ; qui ne vient "
        "pas peut aider à distance.",
        "*This operation is fictional: it is there to try the site. The commune and its heritage "
        "exist; the association, the programme and the people are invented.*\n\n"
        "Chaumes-en-Retz was born in 2016 when Arthon-en-Retz joined Chéméré, which had hosted an "
        "Opération Libre three months before. Villages, hamlets and paths are still to be told "
        "together, on one map and in one wiki.\n\n"
        "## What we want to publish\n\n"
        "- 800 more objects in OpenStreetMap;\n"
        "- 300 pictures, from the church Saint-Jean-Baptiste to the ruins of the castle of "
        "Princé;\n"
        "- 60 documents scanned with the seniors’ club;\n"
        "- 5 Wikipedia articles and 20 pages of a local wiki;\n"
        "- 40 observations of wild plants;\n"
        "- 3 datasets of the town hall: grants, council decisions, first names.\n\n"
        "## For whom\n\n"
        "For everyone. There is nothing to know beforehand: each mission has somebody who shows, "
        "and inhabitants who guide. People from afar can stay with inhabitants; people who cannot "
        "come can help remotely.",
    ),
    practical=Text(
        "**Accueil.** À la salle des fêtes de Chéméré, le vendredi dès 18 h et le samedi dès "
        "8 h 30. Badge, café, et de quoi trouver votre équipe.\n\n"
        "**Repas.** Partagés sur place, midi et soir. Chacun apporte ce qu’il veut ; l’association "
        "prévoit un plat végétarien.\n\n"
        "**Dormir.** Onze lits chez l’habitant. Dites-le à l’inscription de l’accueil, au plus "
        "tard deux semaines avant.\n\n"
        "**Accès.** La salle est de plain-pied. Les missions de terrain se font à pied ; la "
        "mission *numériser* et les ateliers se font assis.\n\n"
        "**Enfants.** Bienvenus avec un adulte. Aucune photo d’enfant n’est publiée sans "
        "l’accord écrit des parents.\n\n"
        "**S’il pleut.** Les équipes de terrain relèvent d’abord les lieux couverts, puis "
        "saisissent à la salle ; la balade botanique glisse au dimanche.",
        "**Welcome.** At the village hall of Chéméré, on Friday from 6 pm and on Saturday from "
        "8:30 am. A badge, coffee, and help to find your team.\n\n"
        "**Meals.** Shared on the spot, noon and evening. Bring what you like; the association "
        "provides a vegetarian dish.\n\n"
        "**Sleeping.** Eleven beds with inhabitants. Please say so when you sign up, at the latest "
        "two weeks before.\n\n"
        "**Access.** The hall is on one level. Field missions are on foot; the *scan* mission and "
        "the workshops are seated.\n\n"
        "**Children.** Welcome with an adult. No picture of a child is published without the "
        "written consent of the parents.\n\n"
        "**If it rains.** Field teams first survey the sheltered places, then enter their notes at "
        "the hall; the botanical walk moves to Sunday.",
    ),
    partners=[
        "Atelier carte du Retz (fictif)",
        "Cercle botanique des Moutiers (fictif)",
        "Club des aînés du Bois-Rouaud (fictif)",
        "Wikimédiens de l’estuaire (fictif)",
    ],
    places=[
        DemoPlace(
            "Salle des fêtes de Chéméré",
            "Derrière la mairie, suivre les affiches vertes. / "
            "Behind the town hall, follow the green posters.",
        ),
        DemoPlace("Mairie", "Salle du conseil, au premier étage. / Council room, first floor."),
        DemoPlace("École", "Portail de la cour. / Gate of the playground."),
        DemoPlace(
            "Secteur 1 : bourg de Chéméré",
            "Départ devant l’église Saint-Jean-Baptiste. / "
            "Start in front of the church Saint-Jean-Baptiste.",
            is_outdoors=True,
        ),
        DemoPlace(
            "Secteur 2 : bourg d’Arthon-en-Retz",
            "Départ devant l’église d’Arthon. / Start in front of the church of Arthon.",
            is_outdoors=True,
        ),
        DemoPlace(
            "Secteur 3 : forêt de Princé et hameaux",
            "Covoiturage depuis la salle des fêtes. / Shared cars from the village hall.",
            is_outdoors=True,
        ),
        DemoPlace("En ligne / Online", "Le lien arrive par courriel. / The link comes by e-mail."),
    ],
    missions=[
        *chaumes_around.BEFORE,
        *chaumes_outdoors.MISSIONS,
        *chaumes_indoors.MISSIONS,
        *chaumes_around.WELCOME_AND_RESULTS,
    ],
)
