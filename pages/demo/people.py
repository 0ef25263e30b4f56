"""The fictional people of the demo. Any likeness to a real person is chance."""

from typing import NamedTuple

from core.text import fold
from missions.models import Need

CONTRIBUTOR, HELPER, GUIDE, HOST = (
    Need.Role.CONTRIBUTOR,
    Need.Role.HELPER,
    Need.Role.GUIDE,
    Need.Role.HOST,
)


class Person(NamedTuple):
    name: str
    language: str
    role: str
    has_confirmed: bool = True

    @property
    def email(self) -> str:
        """At example.org, which receives no mail."""
        return f"{fold(self.name).replace(' ', '.')}@example.org"


def _people(role: str, language: str, *names: str, has_confirmed: bool = True) -> list[Person]:
    return [Person(name, language, role, has_confirmed) for name in names]


CHAUMES_PEOPLE = [
    *_people(
        GUIDE,
        "fr",
        "Marie-Jo Guérandel",
        "Gaston Piveteau",
        "Odette Landreau",
        "Yannick Brossac",
        "Solenn Prigentel",
        "Raymond Chauvelin",
        "Fatou Diarrassou",
    ),
    *_people(
        HOST,
        "fr",
        "Thérèse Cormerais-Dubosq",
        "Abdel Benhaddi",
        "Gwenola Tréhondec",
        "Lucien Mabilleau",
    ),
    *_people(HOST, "en", "Margaret Winslowe"),
    *_people(
        HELPER,
        "fr",
        "Élodie Vasseurin",
        "Mamadou Kébélé",
        "Hugo Lanternier",
        "Nour El Amraoui",
        "Anaïs Quémérel",
        "Théo Barbotin",
        "Linh Trầm",
        "Bastien Orvault-Rey",
    ),
    *_people(
        HELPER,
        "en",
        "Priya Ramanujan-Bell",
        "Callum Ferrow",
        "Ingrid Solbakken",
        "Tomasz Wiśnicki",
    ),
    *_people(
        CONTRIBUTOR,
        "fr",
        "Jeanne Malécot",
        "Ousmane Traorelle",
        "Camille Desforgues",
        "Léo Guitteny-Roux",
        "Inès Boudjellal",
        "Maëlle Kerguidec",
        "Antoine Savarière",
        "Rokia Sanogué",
        "Paul-Émile Grandclos",
        "Zoé Marchandier",
        "Victor Pernelle",
        "Aïcha Mernissou",
        "Loïc Boisgontier",
        "Clémence Aubraie",
        "Minh-Anh Lê-Dormoy",
        "Sacha Rivoalen",
        "Bérénice Fontanel",
        "Idriss Hamdouchi",
        "Noémie Cassard-Petit",
        "Gabriel Œuvrard",
        "Salomé Ythier",
        "Kévin Trichereau",
    ),
    *_people(
        CONTRIBUTOR,
        "en",
        "Aoife Kinsellar",
        "Daniel Okonjoh",
        "Sofía Ibarrola",
        "Jürgen Haßlach",
        "Mei-Ling Chao-Smythe",
        "Ruth Abernethie",
        "Giulia Montefosco",
        "Kwame Asantewah",
        "Zeynep Karağan",
        "Oliver Pennistone",
    ),
    # They have not used the link in their mail yet: their places are held.
    *_people(CONTRIBUTOR, "fr", "Martin Coëtlogon-Faye", "Lison Hérissard", has_confirmed=False),
    *_people(CONTRIBUTOR, "en", "Hannah Brightwell", "Diego Salcedón", has_confirmed=False),
]

SAINT_MARTIN_PEOPLE = [
    *_people(GUIDE, "fr", "Magali Roquebrunel"),
    *_people(HELPER, "fr", "Pierrick Sauzède", "Samira Belkacémi"),
    *_people(
        CONTRIBUTOR,
        "fr",
        "Josiane Arboussier",
        "Mathieu Combescure-Val",
        "Fanny Escoutel",
        "Rachid Ouazzarine",
        "Delphine Peyrolade",
        "Elias Navacelle",
    ),
    *_people(CONTRIBUTOR, "en", "Birgit Aldersund", "Francis Oyelaran-Moss"),
    *_people(CONTRIBUTOR, "fr", "Capucine Vidalenc", has_confirmed=False),
]
