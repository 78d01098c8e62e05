-- One row an ordered pair and a window.
SELECT
  window_start,
  holder,
  target,
  $directed AS directed,
  support,
  opposition,
  neutral,
  support_tenths,
  opposition_tenths,
  first_day,
  last_day
FROM cells
WHERE verdict = 'used'
