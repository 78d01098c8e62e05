-- The triads of each window whose three pairs are all tied, by how many of the ties are positive.
-- Each pair points from the actor with fewer ties to the one with more, so no hub is expanded.
WITH degrees AS (
  SELECT window_start, actor, COUNT(*) AS degree
  FROM (
    SELECT window_start, first_actor AS actor FROM pairs
    UNION ALL
    SELECT window_start, second_actor AS actor FROM pairs
  ) AS ends
  GROUP BY window_start, actor
),
arcs AS (
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
)
SELECT
  one.window_start,
  CAST(SUM(CASE WHEN one.sign + two.sign + three.sign = 3 THEN 1 ELSE 0 END) AS BIGINT) AS ppp,
  CAST(SUM(CASE WHEN one.sign + two.sign + three.sign = 1 THEN 1 ELSE 0 END) AS BIGINT) AS ppn,
  CAST(SUM(CASE WHEN one.sign + two.sign + three.sign = -1 THEN 1 ELSE 0 END) AS BIGINT) AS pnn,
  CAST(SUM(CASE WHEN one.sign + two.sign + three.sign = -3 THEN 1 ELSE 0 END) AS BIGINT) AS nnn
FROM arcs AS one
JOIN arcs AS two
  ON two.window_start = one.window_start AND two.low = one.low AND two.high > one.high
JOIN pairs AS three
  ON three.window_start = one.window_start
 AND three.first_actor = one.high
 AND three.second_actor = two.high
GROUP BY one.window_start
