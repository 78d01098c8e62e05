-- Chosen events with all that is said of them as text. An id that several have is no name: then the
-- day belongs to it, and where that is not enough, a number. A source is an address or words.
SELECT
  CASE
    WHEN alike = 1 THEN id
    WHEN same_day = 1 THEN id || '/' || day
    ELSE id || '/' || day || '/' || place
  END AS event,
  day,
  holders.name AS holder,
  targets.name AS target,
  escaped(code) AS code,
  CASE WHEN tenths > 0 THEN 'UnevidencedSupport' ELSE 'UnevidencedOpposition' END AS sort,
  tenths(ABS(tenths)) AS weight,
  CASE WHEN is_address THEN source END AS address,
  CASE WHEN NOT is_address THEN escaped(source) END AS words
FROM (
  SELECT
    encoded(event) AS id,
    CAST(day AS VARCHAR) AS day,
    holder,
    target,
    code,
    tenths,
    NULLIF(TRIM(regexp_replace(source, '[\x00-\x1f\x7f-\x9f]', ' ', 'g')), '') AS source,
    LENGTH(source) <= 2048 AND regexp_full_match(source, $address) AS is_address,
    COUNT(*) OVER (PARTITION BY event) AS alike,
    COUNT(*) OVER (PARTITION BY event, day) AS same_day,
    ROW_NUMBER() OVER (
      PARTITION BY event, day ORDER BY holder, target, code, tenths, source
    ) AS place
  FROM (SELECT * REPLACE (COALESCE(event, 'unnamed') AS event) FROM selected) AS chosen
) AS told
JOIN names AS holders ON holders.actor = told.holder
JOIN names AS targets ON targets.actor = told.target
WHERE holders.name IS NOT NULL AND targets.name IS NOT NULL
