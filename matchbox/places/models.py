"""Areas of the city, in systems that stand side by side (町会連合会, 公民館, 小学校 …)."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.core.database import Model, Numbered


class AreaSystem(Numbered, Model):
    """One way to divide the city, with the source it was taken from."""

    __tablename__ = "area_systems"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(200), default="")
    as_of: Mapped[str] = mapped_column(String(10), default="")


class Area(Numbered, Model):
    """A district or neighbourhood of one system; its tile stands on a drawn map, counted from the north-west corner."""

    __tablename__ = "areas"
    __table_args__ = (UniqueConstraint("system_id", "code"),)

    system_id: Mapped[int] = mapped_column(ForeignKey("area_systems.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    tile_x: Mapped[int | None]
    tile_y: Mapped[int | None]
    retired: Mapped[bool] = mapped_column(default=False)
    system: Mapped[AreaSystem] = relationship()

    @property
    def tile(self) -> tuple[int, int] | None:
        return None if self.tile_x is None or self.tile_y is None else (self.tile_x, self.tile_y)
