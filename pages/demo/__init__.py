"""The demonstration: four real past operations, and fictional ones to try the site with."""
