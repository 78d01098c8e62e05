-- One row an event, from `raw`: every field of a record as text, or NULL.
-- A day is 2018-06-01 (with or without an hour), 20180601, 6/1/2018 (as ICEWS had it in 2017),
-- 01 June 2018, or days since 1970-01-01, of which a part is an hour. A year alone is no day.
-- Engines differ in what else they take for a day or a number, so each text is first held against
-- a pattern: where it fits, nothing is left of it. LIKE alone costs less, and is asked before.
SELECT
  event,
  CASE
    WHEN day LIKE '____-__-__%' THEN CASE
      WHEN regexp_replace(day, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}.*)?$$', '') = ''
        THEN TRY_CAST(SUBSTRING(day, 1, 10) AS DATE)
      END
    WHEN day LIKE '________' AND regexp_replace(day, '^[0-9]{8}$$', '') = '' THEN TRY_CAST(
      SUBSTRING(day, 1, 4) || '-' || SUBSTRING(day, 5, 2) || '-' || SUBSTRING(day, 7, 2) AS DATE)
    WHEN day LIKE '%/%' THEN CASE
      WHEN regexp_replace(day, '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$$', '') = '' THEN TRY_CAST(
        SUBSTRING(day, LENGTH(day) - 3, 4) || '-' || LPAD(SPLIT_PART(day, '/', 1), 2, '0')
        || '-' || LPAD(SPLIT_PART(day, '/', 2), 2, '0') AS DATE)
      END
    WHEN day LIKE '% % %' THEN CASE
      WHEN regexp_replace(day, '^[0-9]{1,2} [^ ]{3,} [0-9]{4}$$', '') = '' THEN TRY_CAST(
        SUBSTRING(day, LENGTH(day) - 3, 4) || '-'
        || CASE LOWER(SUBSTRING(SPLIT_PART(day, ' ', 2), 1, 3))
          WHEN 'jan' THEN '01' WHEN 'feb' THEN '02' WHEN 'mar' THEN '03' WHEN 'apr' THEN '04'
          WHEN 'may' THEN '05' WHEN 'jun' THEN '06' WHEN 'jul' THEN '07' WHEN 'aug' THEN '08'
          WHEN 'sep' THEN '09' WHEN 'oct' THEN '10' WHEN 'nov' THEN '11' WHEN 'dec' THEN '12'
        END || '-' || LPAD(SPLIT_PART(day, ' ', 1), 2, '0') AS DATE)
      END
    WHEN (day NOT LIKE '____' OR day LIKE '-%')
      AND regexp_replace(day, '^-?[0-9]+([.][0-9]+)?$$', '') = ''
      AND TRY_CAST(day AS DOUBLE) BETWEEN -200000 AND 200000
      THEN DATE '1970-01-01' + CAST(FLOOR(TRY_CAST(day AS DOUBLE)) AS INT)
  END AS day,
  holder_$actor AS holder,
  target_$actor AS target,
  code,
  CASE
    WHEN regexp_replace(intensity, '^[-+]?[0-9]*[.]?[0-9]+([eE][-+]?[0-9]+)?$$', '') = ''
      AND TRY_CAST(intensity AS DOUBLE) BETWEEN -1000000 AND 1000000
      THEN CAST(ROUND(TRY_CAST(intensity AS DOUBLE) * 10) AS BIGINT)
  END AS intensity_tenths,
  source,
  file,
  day AS written_day
FROM raw
