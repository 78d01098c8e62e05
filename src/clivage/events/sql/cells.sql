-- Used events by window and pair; the others by verdict alone, so that one scan counts them all.
SELECT
  verdict,
  CASE WHEN verdict = 'used' THEN $window_start END AS window_start,
  CASE WHEN verdict = 'used' THEN holder END AS holder,
  CASE WHEN verdict = 'used' THEN target END AS target,
  COUNT(*) AS events,
  CAST(SUM(CASE WHEN tenths > 0 THEN 1 ELSE 0 END) AS BIGINT) AS support,
  CAST(SUM(CASE WHEN tenths < 0 THEN 1 ELSE 0 END) AS BIGINT) AS opposition,
  CAST(SUM(CASE WHEN tenths = 0 THEN 1 ELSE 0 END) AS BIGINT) AS neutral,
  CAST(SUM(CASE WHEN tenths > 0 THEN tenths ELSE 0 END) AS BIGINT) AS support_tenths,
  CAST(SUM(CASE WHEN tenths < 0 THEN -tenths ELSE 0 END) AS BIGINT) AS opposition_tenths,
  MIN(day) AS first_day,
  MAX(day) AS last_day,
  CAST(SUM(CASE WHEN intensity_tenths <> tenths THEN 1 ELSE 0 END) AS BIGINT) AS otherwise
FROM judged
GROUP BY 1, 2, 3, 4
