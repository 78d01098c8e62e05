-- What the events say of each actor. Where they say several things, the first in the alphabet.
SELECT actor, MIN(label) AS label, MIN(country) AS country, MIN(type) AS type
FROM (
  SELECT holder_$actor AS actor, holder_name AS label, holder_country AS country, holder_type AS type
  FROM raw
  UNION ALL
  SELECT target_$actor AS actor, target_name AS label, target_country AS country, target_type AS type
  FROM raw
) AS sides
WHERE actor IS NOT NULL
GROUP BY actor
