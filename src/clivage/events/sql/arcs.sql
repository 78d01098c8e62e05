-- Each pair of a window, pointing from the actor with fewer ties to the one with more.
WITH degrees AS (
  SELECT window_start, actor, COUNT(*) AS degree
  FROM (
    SELECT window_start, first_actor AS actor FROM pairs
    UNION ALL
    SELECT window_start, second_actor AS actor FROM pairs
  ) AS ends
  GROUP BY window_start, actor
)
SELECT
  pairs.window_start,
  CASE
    WHEN one.degree < two.degree OR (one.degree = two.degree AND one.actor < two.actor)
      THEN one.actor ELSE two.actor
  END AS low,
  CASE
    WHEN one.degree < two.degree OR (one.degree = two.degree AND one.actor < two.actor)
      THEN two.actor ELSE one.actor
  END AS high,
  pairs.first_actor,
  pairs.second_actor,
  pairs.sign
FROM pairs
JOIN degrees AS one
  ON one.window_start = pairs.window_start AND one.actor = pairs.first_actor
JOIN degrees AS two
  ON two.window_start = pairs.window_start AND two.actor = pairs.second_actor
