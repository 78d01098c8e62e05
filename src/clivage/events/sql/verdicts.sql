-- How many events came to which verdict, and how many have another intensity than the table's.
SELECT verdict, CAST(SUM(events) AS BIGINT) AS events, CAST(SUM(otherwise) AS BIGINT) AS otherwise
FROM cells
GROUP BY verdict
ORDER BY verdict
