-- Dyads with all that is said of them as text.
SELECT
  holders.name AS holder,
  targets.name AS target,
  support_tenths > 0 AS has_support,
  opposition_tenths > 0 AS has_opposition,
  CAST(support AS VARCHAR) AS support,
  CAST(opposition AS VARCHAR) AS opposition,
  tenths(support_tenths) AS support_weight,
  tenths(opposition_tenths) AS opposition_weight,
  $window AS window_name,
  CAST(first_day AS VARCHAR) AS first_day,
  CAST(last_day AS VARCHAR) AS last_day,
  CAST(first_day AS VARCHAR)
    || CASE WHEN first_day = last_day THEN '' ELSE '/' || CAST(last_day AS VARCHAR) END AS days
FROM dyads
JOIN names AS holders ON holders.actor = dyads.holder
JOIN names AS targets ON targets.actor = dyads.target
WHERE holders.name IS NOT NULL AND targets.name IS NOT NULL AND dyads.holder <> dyads.target
