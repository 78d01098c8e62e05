-- Everybody who takes part in a tie, with the number of events on either side.
SELECT
  sides.actor,
  COALESCE(MIN(attributes.label), sides.actor) AS label,
  COALESCE(MIN(attributes.country), '') AS country,
  COALESCE(MIN(attributes.type), '') AS type,
  CAST(SUM(sides.events) AS BIGINT) AS events,
  MIN(sides.first_day) AS first_day,
  MAX(sides.last_day) AS last_day
FROM (
  SELECT actor, SUM(events) AS events, MIN(first_day) AS first_day, MAX(last_day) AS last_day
  FROM (
    SELECT holder AS actor, support + opposition + neutral AS events, first_day, last_day FROM dyads
    UNION ALL
    SELECT target AS actor, support + opposition + neutral AS events, first_day, last_day FROM dyads
  ) AS ends
  GROUP BY actor
) AS sides
LEFT JOIN attributes ON attributes.actor = sides.actor
GROUP BY sides.actor
