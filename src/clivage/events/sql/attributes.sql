-- What the events say of each actor. Where they say several things, the first in the alphabet.
-- Countries and types are called what they are, and are of no country and of no type but their own.
SELECT
  actor,
  MIN(CASE WHEN '$actor' = 'name' OR '$actor' = 'code' THEN label ELSE actor END) AS label,
  MIN(CASE WHEN '$actor' <> 'type' THEN country END) AS country,
  MIN(CASE WHEN '$actor' <> 'country' THEN type END) AS type
FROM (
  SELECT holder_$actor AS actor, holder_name AS label, holder_country AS country, holder_type AS type
  FROM raw
  UNION ALL
  SELECT target_$actor AS actor, target_name AS label, target_country AS country, target_type AS type
  FROM raw
) AS sides
WHERE actor IS NOT NULL
GROUP BY actor
