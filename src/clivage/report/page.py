"""A report as one HTML page that opens offline and runs no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from clivage import pages
from clivage.analysis.balance import balance_by_frustration
from clivage.analysis.periods import Window
from clivage.report import plots
from clivage.report.data import plain
from clivage.report.section import Section
from clivage.report.study import Options, Study

if TYPE_CHECKING:
    from markupsafe import Markup


def html(study: Study, sections: Iterable[Section], *, version: str) -> str:
    """Return sections as a page, with the plots that belong to them.

    Args:
        version: of the program that measured.
    """
    shown = list(sections)
    style = pages.style("report.css")
    template = pages.environment().get_template("report.html")
    return template.render(
        title=study.subject.title,
        version=version,
        parameters=_parameters(study.options),
        policy=pages.policy(style),
        style=pages.verbatim(style),
        sections=shown,
        plots=_plots(study, {section.name for section in shown}),
    )


def _plots(study: Study, names: set[str]) -> Mapping[str, list[tuple[str, Markup]]]:
    """Return the plots of some sections, each with its caption."""
    found: dict[str, list[tuple[str, Markup]]] = {}
    if "camps" in names and (matrix := plots.camp_matrix(study.graph, study.camps)):
        caption = "Support (+) and opposition (−) within and between camps, by weight."
        found["camps"] = [(caption, pages.verbatim(matrix))]
    if "periods" in names:
        label = "Degree of balance by frustration, 1 where two sides explain all, over time."
        curve = plots.over_time([_point(one) for one in study.over_time.windows], label)
        if curve:
            found["periods"] = [(label, pages.verbatim(curve))]
    return found


def _point(window: Window) -> plots.Point:
    balance = balance_by_frustration(window.frustration)
    return plots.Point(window.label, balance.low, balance.high)


def _parameters(options: Options) -> str:
    """Return how a study was made, in a line; what was left open is left out."""
    return ", ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in plain(options).items()
        if value is not None
    )
