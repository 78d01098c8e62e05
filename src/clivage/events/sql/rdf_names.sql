-- Each actor by the name that it has in an IRI; NULL where the name cannot stand in one: it has a
-- space other than the plain one, or a character that turns a line around.
SELECT
  actor,
  CASE WHEN NOT regexp_matches(actor, '[$odd]') THEN encoded(actor) END AS name,
  escaped(label) AS label
FROM actors
