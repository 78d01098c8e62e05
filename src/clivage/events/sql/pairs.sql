-- One signed tie an unordered pair and a window: the sign of support less opposition, by weight.
-- `stretch` is the dyads of some windows.
SELECT
  window_start,
  first_actor,
  second_actor,
  CASE WHEN SUM(net) > 0 THEN 1 WHEN SUM(net) < 0 THEN -1 ELSE 0 END AS sign
FROM (
  SELECT
    window_start,
    CASE WHEN holder < target THEN holder ELSE target END AS first_actor,
    CASE WHEN holder < target THEN target ELSE holder END AS second_actor,
    support_tenths - opposition_tenths AS net,
    support + opposition AS events
  FROM stretch
) AS ends
GROUP BY window_start, first_actor, second_actor
HAVING SUM(net) <> 0 AND SUM(events) >= $least
