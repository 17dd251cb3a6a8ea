"""The counting rule told a second time, in SQL alone: it shares no line with the product, so both can be compared."""

from sqlalchemy import text

from matchbox.core.database import db

FISCAL_YEAR = """
    CAST(substr({day}, 1, 4) AS INTEGER) - CASE WHEN substr({day}, 6) < '04-01' THEN 1 ELSE 0 END
"""

RECOUNT = f"""
WITH RECURSIVE
-- merged organisations and issues are one: where has each ended up?
organisation_way(id, kept) AS (
    SELECT id, id FROM organisations
    UNION
    SELECT way.id, next.merged_into_id
    FROM organisation_way way JOIN organisations next ON next.id = way.kept
    WHERE next.merged_into_id IS NOT NULL
),
organisation_now(id, kept) AS (
    SELECT way.id, way.kept FROM organisation_way way JOIN organisations last ON last.id = way.kept
    WHERE last.merged_into_id IS NULL
),
issue_way(id, kept) AS (
    SELECT id, id FROM issues
    UNION
    SELECT way.id, next.merged_into_id FROM issue_way way JOIN issues next ON next.id = way.kept
    WHERE next.merged_into_id IS NOT NULL
),
issue_now(id, kept) AS (
    SELECT way.id, way.kept FROM issue_way way JOIN issues last ON last.id = way.kept WHERE last.merged_into_id IS NULL
),
-- agreed, not broken off, brokered by the centre, complete, recorded by staff
dated(id, day) AS (
    SELECT id, CAST(agreed_on AS TEXT) FROM matches WHERE agreed_on IS NOT NULL
),
agreement(id, day, year, issue, kind) AS (
    SELECT matches.id, dated.day, {FISCAL_YEAR.format(day="dated.day")}, issue_now.kept, matches.kind
    FROM matches JOIN dated ON dated.id = matches.id LEFT JOIN issue_now ON issue_now.id = matches.issue_id
    WHERE matches.state IN ('agreed', 'active', 'completed')
      AND matches.brokered_by = 'centre'
      AND matches.agreed_recorded_by_id IS NOT NULL
      AND trim(matches.purpose) <> '' AND trim(matches.who_does_what) <> '' AND matches.period_from IS NOT NULL
),
-- supporters are not compared; a resident is no party beside her own organisation, staff never are
organisation_party(match, party, is_administration) AS (
    SELECT parties.match_id, 'org:' || organisation_now.kept, terms.code = 'administration'
    FROM parties
    JOIN organisations ON organisations.id = parties.organisation_id
    JOIN organisation_now ON organisation_now.id = organisations.id
    JOIN terms ON terms.id = organisations.kind_id
    WHERE parties.role IN ('needing', 'helping')
),
party(match, party) AS (
    SELECT match, party FROM organisation_party
    UNION
    SELECT parties.match_id, 'proxy:' || parties.person_of_issue_id FROM parties
    WHERE parties.role IN ('needing', 'helping') AND parties.person_of_issue_id IS NOT NULL
    UNION
    SELECT parties.match_id, 'user:' || parties.user_id
    FROM parties JOIN dated ON dated.id = parties.match_id
    WHERE parties.role IN ('needing', 'helping') AND parties.user_id IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM role_grants
        WHERE role_grants.user_id = parties.user_id AND CAST(role_grants.from_on AS TEXT) <= dated.day
          AND (role_grants.until_on IS NULL OR CAST(role_grants.until_on AS TEXT) >= dated.day))
      AND NOT EXISTS (
        SELECT 1 FROM memberships
        JOIN organisation_now ON organisation_now.id = memberships.organisation_id
        JOIN organisation_party own
          ON own.match = parties.match_id AND own.party = 'org:' || organisation_now.kept
        WHERE memberships.user_id = parties.user_id AND CAST(memberships.from_on AS TEXT) <= dated.day
          AND (memberships.until_on IS NULL OR CAST(memberships.until_on AS TEXT) >= dated.day))
),
-- tags name lowest nodes of plans in force
valid_tag(match, plan, node) AS (
    SELECT match_tags.match_id, nodes.plan_id, nodes.id
    FROM match_tags
    JOIN agreement ON agreement.id = match_tags.match_id
    JOIN nodes ON nodes.id = match_tags.node_id
    JOIN plans ON plans.id = nodes.plan_id
    WHERE agreement.year BETWEEN plans.start_year AND plans.end_year
      AND NOT EXISTS (SELECT 1 FROM nodes below WHERE below.parent_id = nodes.id)
),
meets_the_rule(id, day, year, issue, kind) AS (
    SELECT agreement.id, agreement.day, agreement.year, agreement.issue, agreement.kind
    FROM agreement
    WHERE (SELECT COUNT(*) FROM party WHERE party.match = agreement.id) >= 2
      AND EXISTS (
        SELECT 1 FROM organisation_party WHERE organisation_party.match = agreement.id AND NOT is_administration)
      AND NOT EXISTS (
        SELECT 1 FROM plans
        WHERE plans.required AND agreement.year BETWEEN plans.start_year AND plans.end_year
          AND NOT EXISTS (
            SELECT 1 FROM valid_tag WHERE valid_tag.match = agreement.id AND valid_tag.plan = plans.id))
),
-- of doubles the earliest counts, then the lower number
counted(id, year) AS (
    SELECT this.id, this.year
    FROM meets_the_rule this
    WHERE NOT EXISTS (
        SELECT 1 FROM meets_the_rule earlier
        WHERE earlier.year = this.year
          AND (earlier.day < this.day OR (earlier.day = this.day AND earlier.id < this.id))
          AND (earlier.issue = this.issue
               OR (earlier.issue IS NULL AND this.issue IS NULL AND earlier.kind = this.kind))
          AND NOT EXISTS (
            SELECT 1 FROM party WHERE party.match = this.id
              AND party.party NOT IN (SELECT party FROM party other WHERE other.match = earlier.id))
          AND NOT EXISTS (
            SELECT 1 FROM party WHERE party.match = earlier.id
              AND party.party NOT IN (SELECT party FROM party other WHERE other.match = this.id)))
),
node_above(node, above) AS (
    SELECT id, id FROM nodes
    UNION
    SELECT node_above.node, nodes.parent_id FROM node_above JOIN nodes ON nodes.id = node_above.above
    WHERE nodes.parent_id IS NOT NULL
)
SELECT plans.code AS plan, counted.year AS year, nodes.code AS node, COUNT(DISTINCT counted.id) AS number
FROM counted
JOIN valid_tag ON valid_tag.match = counted.id
JOIN node_above ON node_above.node = valid_tag.node
JOIN nodes ON nodes.id = node_above.above
JOIN plans ON plans.id = nodes.plan_id
GROUP BY plans.code, counted.year, nodes.code
UNION ALL
SELECT plans.code, counted.year, '', COUNT(DISTINCT counted.id)
FROM counted JOIN valid_tag ON valid_tag.match = counted.id JOIN plans ON plans.id = valid_tag.plan
GROUP BY plans.code, counted.year
UNION ALL
SELECT 'any', counted.year, '', COUNT(*) FROM counted GROUP BY counted.year
"""


def recount() -> dict[tuple[str, int, str], int]:
    """Every figure that is not 0: (plan, fiscal year, node), "" for the whole plan, ("any", year, "") without tags."""
    return {(plan, year, node): number for plan, year, node, number in db.session.execute(text(RECOUNT))}
