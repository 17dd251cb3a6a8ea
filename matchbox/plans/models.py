"""Plans as data: plan › levels of nodes › indicators. Years are fiscal years, named by the year of their April."""

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.core.database import Model, Numbered
from matchbox.core.words import N_, Worded


class PlanStatus(Worded):
    DRAFT = "draft", N_("案")
    ADOPTED = "adopted", N_("策定済み")
    CLOSED = "closed", N_("期間終了")


class Basis(Worded):
    ANNUAL = "annual", N_("単年度")
    CUMULATIVE = "cumulative", N_("累計")
    PERIOD_SUM = "period_sum", N_("期間合計")
    MILESTONE = "milestone", N_("整備")


class Direction(Worded):
    INCREASE = "increase", N_("増やす")
    DECREASE = "decrease", N_("減らす")


class Source(Worded):
    REPORTED = "reported", N_("担当課の報告")
    MATCHES = "matches", N_("マッチングの数")
    AGREEMENTS = "agreements", N_("連携協定の数")
    APPLICATIONS = "applications", N_("応募の数")


class Plan(Numbered, Model):
    __tablename__ = "plans"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    status: Mapped[PlanStatus]
    required: Mapped[bool] = mapped_column(default=False)  # must every match of its years be tagged to it?
    start_year: Mapped[int]
    end_year: Mapped[int]
    vision: Mapped[str] = mapped_column(String(200), default="")
    authority: Mapped[str] = mapped_column(String(200), default="")
    generation: Mapped[int | None]
    baseline_year: Mapped[int | None]
    target_year: Mapped[int | None]
    parent_code: Mapped[str] = mapped_column(String(40), default="")
    successor_code: Mapped[str] = mapped_column(String(40), default="")
    levels: Mapped[list[dict[str, str]]] = mapped_column(JSON)  # [{"name": "施策の方向性", "short": "施策"}]
    position: Mapped[int]
    nodes: Mapped[list["Node"]] = relationship(back_populates="plan", order_by="Node.position")
    indicators: Mapped[list["Indicator"]] = relationship(back_populates="plan", order_by="Indicator.position")


class Node(Numbered, Model):
    """A 基本方針, a 施策 …: `level` counts from 0. Only nodes without children carry tags."""

    __tablename__ = "nodes"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"), index=True)
    level: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    subtitle: Mapped[str] = mapped_column(String(200), default="")
    departments: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int]
    plan: Mapped[Plan] = relationship(back_populates="nodes")
    parent: Mapped["Node | None"] = relationship(remote_side="Node.id")
    indicators: Mapped[list["Indicator"]] = relationship(back_populates="node", order_by="Indicator.position")


class Indicator(Numbered, Model):
    """A printed line of a plan. One with `repost_of` is shown again, never entered, judged or counted."""

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    node_id: Mapped[int] = mapped_column(ForeignKey("nodes.id"), index=True)
    repost_of_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    printed_name: Mapped[str] = mapped_column(String(200), default="")
    printed_basis: Mapped[Basis | None]
    unit: Mapped[str] = mapped_column(String(20), default="")
    basis: Mapped[Basis]
    direction: Mapped[Direction] = mapped_column(default=Direction.INCREASE)
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(16, 4))  # None: 未実施
    target: Mapped[Decimal | None] = mapped_column(Numeric(16, 4))
    baseline_words: Mapped[str] = mapped_column(String(40), default="")  # of a 整備: 未整備
    target_words: Mapped[str] = mapped_column(String(40), default="")
    baseline_is_approximate: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Source] = mapped_column(default=Source.REPORTED)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # which matches, for a counted one
    note: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]
    plan: Mapped[Plan] = relationship(back_populates="indicators")
    node: Mapped[Node] = relationship(back_populates="indicators")
    repost_of: Mapped["Indicator | None"] = relationship(remote_side="Indicator.id")
