from guides.models.guides import Guide, GuideQuerySet, SheetRole, SheetStep

__all__ = ["Guide", "GuideQuerySet", "SheetRole", "SheetStep"]
