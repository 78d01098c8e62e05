-- A few of the events that cannot be used, to look at.
SELECT verdict, file, event, written_day, code
FROM (
  SELECT
    verdict, file, event, written_day, code,
    ROW_NUMBER() OVER (
      PARTITION BY verdict ORDER BY file, event NULLS LAST, written_day NULLS LAST, code NULLS LAST
    ) AS place
  FROM judged
  WHERE verdict IN ('day', 'code')
) AS placed
WHERE place <= $most
ORDER BY verdict, place
