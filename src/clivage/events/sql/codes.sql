-- The codes that the table does not know, the most frequent first.
SELECT code, COUNT(*) AS events
FROM judged
WHERE verdict = 'code'
GROUP BY code
ORDER BY events DESC, code NULLS LAST
LIMIT 20
