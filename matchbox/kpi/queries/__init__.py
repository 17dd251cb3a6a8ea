"""What counts, where, since when, and which matches stand behind a figure?"""

from matchbox.kpi.queries.indicators import Course, course_of, courses, figure_of, printed, terms_of, years_counted
from matchbox.kpi.queries.lists import Face, Group, Line, faces, not_counted, policies_of, rows_behind, why_not_in
from matchbox.kpi.queries.plan_figures import PlanYear, count_of, figures_in, figures_of, to_freeze, totals, years_of
from matchbox.kpi.queries.reckoning import Figure, Reckoning, closed_years, reckon
from matchbox.kpi.queries.rows import plan_terms, rows_of, terms_of_plan
from matchbox.kpi.queries.verdicts import counted_this_year, sentence_of, sentences_of, verdict_of

__all__ = [
    "Course",
    "Face",
    "Figure",
    "Group",
    "Line",
    "PlanYear",
    "Reckoning",
    "closed_years",
    "count_of",
    "counted_this_year",
    "course_of",
    "courses",
    "faces",
    "figure_of",
    "figures_in",
    "figures_of",
    "not_counted",
    "plan_terms",
    "policies_of",
    "printed",
    "reckon",
    "rows_behind",
    "rows_of",
    "sentence_of",
    "sentences_of",
    "terms_of",
    "terms_of_plan",
    "to_freeze",
    "totals",
    "verdict_of",
    "why_not_in",
    "years_counted",
    "years_of",
]
