-- Ties and triads of each window. A triad is balanced when the product of its signs is positive.
SELECT
  ties.window_start,
  ties.positive,
  ties.negative,
  COALESCE(triads.ppp, 0) AS ppp,
  COALESCE(triads.ppn, 0) AS ppn,
  COALESCE(triads.pnn, 0) AS pnn,
  COALESCE(triads.nnn, 0) AS nnn,
  CAST(triads.ppp + triads.pnn AS DOUBLE)
    / CAST(triads.ppp + triads.ppn + triads.pnn + triads.nnn AS DOUBLE) AS balanced
FROM (
  SELECT
    window_start,
    CAST(SUM(CASE WHEN sign > 0 THEN 1 ELSE 0 END) AS BIGINT) AS positive,
    CAST(SUM(CASE WHEN sign < 0 THEN 1 ELSE 0 END) AS BIGINT) AS negative
  FROM pairs
  GROUP BY window_start
) AS ties
LEFT JOIN triads ON triads.window_start = ties.window_start
ORDER BY ties.window_start
