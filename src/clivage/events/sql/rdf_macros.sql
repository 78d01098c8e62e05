-- How names and texts are spelt in N-Triples.
-- Percent-encoded as R2RML has it: all that is no iunreserved of RFC 3987.
CREATE OR REPLACE TEMP MACRO encoded(name) AS CASE
  WHEN regexp_full_match(name, '[A-Za-z0-9._~-]*') THEN name
  ELSE array_to_string(
    list_transform(
      regexp_extract_all(name, '[$unreserved]+|[^$unreserved]+'),
      lambda run: CASE WHEN regexp_matches(run, '^[$unreserved]') THEN run ELSE url_encode(run) END
    ),
    ''
  )
END;
CREATE OR REPLACE TEMP MACRO escaped(words) AS CASE
  WHEN NOT regexp_matches(words, '[\x00-\x1f\x7f"\\]') THEN words
  ELSE array_to_string(
    list_transform(
      regexp_extract_all(words, '(?s).'),
      lambda one: CASE
        WHEN one IN ('"', '\') THEN '\' || one
        WHEN one = chr(9) THEN '\t'
        WHEN one = chr(10) THEN '\n'
        WHEN one = chr(13) THEN '\r'
        WHEN one < ' ' OR one = chr(127) THEN printf('\u%04X', unicode(one))
        ELSE one
      END
    ),
    ''
  )
END;
CREATE OR REPLACE TEMP MACRO tenths(number) AS
  CAST(number // 10 AS VARCHAR) || CASE WHEN number % 10 = 0 THEN '' ELSE '.' || CAST(number % 10 AS VARCHAR) END;
