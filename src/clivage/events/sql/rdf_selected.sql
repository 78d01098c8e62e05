-- The events of a part that are chosen.
SELECT event, day, holder, target, code, tenths, source
FROM judged
WHERE $chosen
