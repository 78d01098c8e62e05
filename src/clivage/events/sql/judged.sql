-- What becomes of each event, and why: only those that are 'used' take part in a tie.
SELECT
  CASE
    WHEN events.day IS NULL OR events.day < DATE '1000-01-01' OR events.day > DATE '2999-12-31'
      THEN 'day'
    WHEN events.day < DATE '$first' OR events.day > DATE '$last' THEN 'period'
    WHEN signs.tenths IS NULL THEN 'code'
    WHEN events.holder IS NULL OR events.target IS NULL THEN 'actor'
    WHEN events.holder = events.target THEN 'itself'
    ELSE 'used'
  END AS verdict,
  events.event,
  events.day,
  CASE WHEN $directed OR events.holder < events.target THEN events.holder ELSE events.target END AS holder,
  CASE WHEN $directed OR events.holder < events.target THEN events.target ELSE events.holder END AS target,
  events.code,
  signs.tenths,
  events.intensity_tenths,
  events.source,
  events.file,
  events.written_day
-- Some letters are two as capitals, on one engine and not on another: such codes are no others.
FROM events LEFT JOIN signs
  ON UPPER(events.code) = signs.code AND LENGTH(events.code) = LENGTH(signs.code)
