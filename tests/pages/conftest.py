import pytest

from pages.demo.loader import COMMUNE_CODES
from tests.communes.factories import CommuneFactory


@pytest.fixture
def demo_communes(settings, tmp_path, db):
    """What the demo needs: its communes, a folder, and a site that only this machine reaches."""
    settings.DEMO_DIR = tmp_path / "demo"
    settings.IS_LOOPBACK = True
    return [CommuneFactory(code=code) for code in sorted(COMMUNE_CODES)]
