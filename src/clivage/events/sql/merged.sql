-- The dyads of windows that several parts of the events reach into: what they counted adds up.
SELECT
  window_start,
  holder,
  target,
  $directed AS directed,
  CAST(SUM(support) AS BIGINT) AS support,
  CAST(SUM(opposition) AS BIGINT) AS opposition,
  CAST(SUM(neutral) AS BIGINT) AS neutral,
  CAST(SUM(support_tenths) AS BIGINT) AS support_tenths,
  CAST(SUM(opposition_tenths) AS BIGINT) AS opposition_tenths,
  MIN(first_day) AS first_day,
  MAX(last_day) AS last_day
FROM stretch
GROUP BY window_start, holder, target
