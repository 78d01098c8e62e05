-- One row an event, from `raw`: every field of a record as text, or NULL.
-- A day is 2018-06-01 (with or without an hour), 20180601, 6/1/2018 (as ICEWS had it in 2017),
-- 01 June 2018, or days since 1970-01-01, of which a part is an hour. A year alone is no day.
SELECT
  event,
  CASE
    WHEN day LIKE '____-__-__' OR day LIKE '____-__-__ __:__%' OR day LIKE '____-__-__T__:__%'
      THEN TRY_CAST(SUBSTRING(day, 1, 10) AS DATE)
    WHEN day LIKE '________' AND day NOT LIKE '%.%' AND TRY_CAST(day AS BIGINT) IS NOT NULL THEN TRY_CAST(
      SUBSTRING(day, 1, 4) || '-' || SUBSTRING(day, 5, 2) || '-' || SUBSTRING(day, 7, 2) AS DATE)
    WHEN day LIKE '_/_/____' OR day LIKE '_/__/____' OR day LIKE '__/_/____' OR day LIKE '__/__/____'
      THEN TRY_CAST(
      SUBSTRING(day, LENGTH(day) - 3, 4) || '-' || LPAD(SPLIT_PART(day, '/', 1), 2, '0')
      || '-' || LPAD(SPLIT_PART(day, '/', 2), 2, '0') AS DATE)
    WHEN day LIKE '_ ___% ____' OR day LIKE '__ ___% ____' THEN TRY_CAST(
      SUBSTRING(day, LENGTH(day) - 3, 4) || '-' || CASE LOWER(SUBSTRING(SPLIT_PART(day, ' ', 2), 1, 3))
        WHEN 'jan' THEN '01' WHEN 'feb' THEN '02' WHEN 'mar' THEN '03' WHEN 'apr' THEN '04'
        WHEN 'may' THEN '05' WHEN 'jun' THEN '06' WHEN 'jul' THEN '07' WHEN 'aug' THEN '08'
        WHEN 'sep' THEN '09' WHEN 'oct' THEN '10' WHEN 'nov' THEN '11' WHEN 'dec' THEN '12'
      END || '-' || LPAD(SPLIT_PART(day, ' ', 1), 2, '0') AS DATE)
    WHEN (day LIKE '-%' OR day NOT LIKE '____') AND TRY_CAST(day AS DOUBLE) BETWEEN -200000 AND 200000
      THEN DATE '1970-01-01' + CAST(FLOOR(TRY_CAST(day AS DOUBLE)) AS INTEGER)
  END AS day,
  holder_$actor AS holder,
  target_$actor AS target,
  code,
  CAST(ROUND(TRY_CAST(intensity AS DOUBLE) * 10) AS BIGINT) AS intensity_tenths,
  source,
  file,
  day AS written_day
FROM raw
