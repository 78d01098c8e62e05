-- The triads of each window whose three pairs are all tied, by how many of the ties are positive.
-- Arcs point from the actor with fewer ties to the one with more, so no hub is expanded.
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
