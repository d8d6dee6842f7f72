-- Version 1: the tables, and the one function through which the intake stores receipts.
-- Hours are whole hours since 1970-01-01T00:00Z. Every transaction takes its locks in this order:
-- gate, room, variant, ids (sorted), hourly, kind. Two batches can therefore never deadlock.
CREATE SCHEMA receipts;

CREATE TABLE receipts.schema_version (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version integer NOT NULL
);
INSERT INTO receipts.schema_version (version) VALUES (0);

-- One row for each notice that was opened. `busy`: its table is being rewritten (forget).
CREATE TABLE receipts.notice (
  notice integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message text NOT NULL,
  revision bigint NOT NULL,
  opened integer NOT NULL,
  ends timestamptz,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'busy', 'closed')),
  forgotten boolean NOT NULL DEFAULT false,
  UNIQUE (message, revision)
);

-- What the vendor has published. Any other client, locale or epoch is stored as "other" (epoch -1), so that a
-- sender cannot fill the dictionary below with words of its own.
CREATE TABLE receipts.published (
  kind text NOT NULL CHECK (kind IN ('client', 'locale', 'epoch')),
  name text NOT NULL,
  PRIMARY KEY (kind, name)
);

CREATE TABLE receipts.variant (
  variant integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  locale text NOT NULL,
  client text NOT NULL,
  system text NOT NULL,
  epoch bigint NOT NULL,
  UNIQUE (locale, client, system, epoch)
);

-- One partition for each open notice, with a primary key on the id alone (the id determines the notice).
-- The order of the columns avoids padding. `serial` holds 64 unsigned bits.
CREATE TABLE receipts.event (
  id uuid NOT NULL,
  installation uuid,
  actor bigint,
  serial bigint NOT NULL,
  notice integer NOT NULL,
  hour integer NOT NULL,
  variant integer NOT NULL,
  acknowledged boolean NOT NULL
) PARTITION BY LIST (notice);

-- Receipts of notices that are not open yet. There is no default partition: a partition cannot be attached while the
-- default one holds its rows.
CREATE TABLE receipts.unopened (
  id uuid PRIMARY KEY,
  installation uuid NOT NULL,
  actor bigint,
  serial bigint NOT NULL,
  revision bigint NOT NULL,
  epoch bigint NOT NULL,
  hour integer NOT NULL,
  arrived integer NOT NULL,
  acknowledged boolean NOT NULL,
  message text NOT NULL,
  locale text NOT NULL,
  client text NOT NULL,
  system text NOT NULL
);
CREATE INDEX unopened_notice ON receipts.unopened (message, revision);

-- How many rows `unopened` has and may have. Its one row is also the lock between `open` and batches with receipts of
-- notices that are not open.
CREATE TABLE receipts.room (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  used bigint NOT NULL DEFAULT 0,
  cap bigint NOT NULL DEFAULT 100000
);
INSERT INTO receipts.room DEFAULT VALUES;

-- Fields of a site's own receipts (answer, occurrence, host, user). Empty at a vendor.
CREATE TABLE receipts.detail (
  id uuid PRIMARY KEY,
  detail jsonb NOT NULL
);

-- The counters. Free space in each page lets PostgreSQL update a row in place.
CREATE TABLE receipts.hourly (
  notice integer NOT NULL,
  acknowledged boolean NOT NULL,
  hour integer NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (notice, acknowledged, hour)
) WITH (fillfactor = 50);
CREATE TABLE receipts.kind (
  notice integer NOT NULL,
  acknowledged boolean NOT NULL,
  variant integer NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (notice, acknowledged, variant)
) WITH (fillfactor = 50);

-- The number of the advisory lock that lets `close` and `forget` wait for batches under way.
CREATE FUNCTION receipts.gate() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 7308332045188032611';

CREATE FUNCTION receipts.hour_of(moment timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE AS
  'SELECT floor(extract(epoch FROM moment) / 3600)::integer';
CREATE FUNCTION receipts.moment_of(hour integer) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS
  'SELECT to_timestamp(hour::bigint * 3600)';

-- The variants of the given receipts, in their order. New combinations of published words are added.
CREATE FUNCTION receipts.variants_of(locales text[], clients text[], systems text[], epochs bigint[])
RETURNS integer[] LANGUAGE plpgsql SET search_path = receipts, pg_temp AS $$
#variable_conflict use_column
DECLARE
  found integer[];
BEGIN
  FOR attempt IN 1..2 LOOP
    SELECT array_agg(v.variant ORDER BY e.place) INTO found
      FROM unnest(locales, clients, systems, epochs) WITH ORDINALITY AS e(locale, client, system, epoch, place)
      LEFT JOIN published l ON l.kind = 'locale' AND l.name = e.locale
      LEFT JOIN published c ON c.kind = 'client' AND c.name = e.client
      LEFT JOIN published p ON p.kind = 'epoch' AND p.name = e.epoch::text
      LEFT JOIN variant v ON v.locale = coalesce(l.name, 'other') AND v.client = coalesce(c.name, 'other')
        AND v.system = e.system AND v.epoch = CASE WHEN p.name IS NULL THEN -1 ELSE e.epoch END;
    EXIT WHEN array_position(found, NULL) IS NULL;
    INSERT INTO variant (locale, client, system, epoch)
      SELECT DISTINCT coalesce(l.name, 'other') AS locale, coalesce(c.name, 'other') AS client, e.system,
             CASE WHEN p.name IS NULL THEN -1 ELSE e.epoch END AS epoch
        FROM unnest(locales, clients, systems, epochs) AS e(locale, client, system, epoch)
        LEFT JOIN published l ON l.kind = 'locale' AND l.name = e.locale
        LEFT JOIN published c ON c.kind = 'client' AND c.name = e.client
        LEFT JOIN published p ON p.kind = 'epoch' AND p.name = e.epoch::text
       ORDER BY 1, 2, 3, 4
      ON CONFLICT DO NOTHING;
  END LOOP;
  RETURN found;
END $$;

-- Stores one batch. All arrays have the same length; `acts` tell an acknowledgement (true) from a display, and are NULL for a test receipt, `actors` where the
-- receipt names none; `details` is NULL at a vendor. Verdicts, in the order of the arrays: 0 stored now or before,
-- 1 the notice is closed (not counted), 2 no room or the notice is busy (try later), 3 a test (not stored).
-- `fresh` is the number of receipts that were new.
CREATE FUNCTION receipts.add_v1(
  ids uuid[], installations uuid[], actors bigint[], messages text[], revisions bigint[], hours integer[],
  acts boolean[], epochs bigint[], serials bigint[], locales text[], clients text[], systems text[],
  details text[], OUT verdicts smallint[], OUT fresh integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = receipts, pg_temp AS $$
#variable_conflict use_column
DECLARE
  arrival CONSTANT integer := hour_of(clock_timestamp());
  notices integer[];
  variants integer[];
  waiting boolean;
  refused uuid[] := '{}';
  kept integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(gate());
  FOR attempt IN 1..2 LOOP
    SELECT array_agg(n.notice ORDER BY e.place), bool_or(n.notice IS NULL AND e.acknowledged IS NOT NULL)
      INTO notices, waiting
      FROM unnest(messages, revisions, acts) WITH ORDINALITY AS e(message, revision, acknowledged, place)
      LEFT JOIN notice n ON n.message = e.message AND n.revision = e.revision;
    EXIT WHEN NOT waiting OR attempt = 2;
    -- `open` holds this row while it moves rows. Once we have it, notices opened meanwhile are visible.
    PERFORM 1 FROM room FOR UPDATE;
  END LOOP;
  variants := variants_of(locales, clients, systems, epochs);

  WITH arrived AS (
    SELECT e.*, n.opened, n.forgotten
      FROM unnest(ids, installations, actors, serials, notices, hours, variants, acts)
           AS e(id, installation, actor, serial, notice, hour, variant, acknowledged)
      JOIN notice n ON n.notice = e.notice AND n.state = 'open'
     WHERE e.acknowledged IS NOT NULL
     ORDER BY e.id
  ), added AS (
    INSERT INTO event (id, installation, actor, serial, notice, hour, variant, acknowledged)
      SELECT id, CASE WHEN NOT forgotten THEN installation END, CASE WHEN NOT forgotten THEN actor END, serial, notice,
             greatest(opened, least(hour, arrival)), variant, acknowledged
        FROM arrived ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING event.notice, event.hour, event.variant, event.acknowledged
  ), by_hour AS (
    INSERT INTO hourly AS h (notice, acknowledged, hour, events)
      SELECT notice, acknowledged, hour, count(*) FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (notice, acknowledged, hour) DO UPDATE SET events = h.events + excluded.events
  ), by_kind AS (
    INSERT INTO kind AS k (notice, acknowledged, variant, events)
      SELECT notice, acknowledged, variant, count(*) FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (notice, acknowledged, variant) DO UPDATE SET events = k.events + excluded.events
  )
  SELECT count(*) INTO fresh FROM added;

  IF waiting THEN
    WITH arrived AS (
      SELECT DISTINCT ON (e.id) e.*
        FROM unnest(ids, installations, actors, serials, revisions, epochs, hours, acts, messages, locales,
                    clients, systems, notices)
             AS e(id, installation, actor, serial, revision, epoch, hour, acknowledged, message, locale, client, system,
                  notice)
       WHERE e.notice IS NULL AND e.acknowledged IS NOT NULL
         AND NOT EXISTS (SELECT FROM unopened u WHERE u.id = e.id)
       ORDER BY e.id
    ), placed AS (
      SELECT *, row_number() OVER (ORDER BY id) <= (SELECT cap - used FROM room) AS fits FROM arrived
    ), added AS (
      INSERT INTO unopened (id, installation, actor, serial, revision, epoch, hour, arrived, acknowledged, message, locale,
                            client, system)
        SELECT id, installation, actor, serial, revision, epoch, hour, arrival, acknowledged, message, locale, client,
               system
          FROM placed WHERE fits
      RETURNING id
    )
    SELECT coalesce(array_agg(id) FILTER (WHERE NOT fits), '{}'), (SELECT count(*) FROM added)
      INTO refused, kept FROM placed;
    UPDATE room SET used = used + kept WHERE kept > 0;
    fresh := fresh + kept;
  END IF;

  IF details IS NOT NULL THEN
    INSERT INTO detail (id, detail)
      SELECT DISTINCT ON (e.id) e.id,
             CASE WHEN n.forgotten THEN e.detail::jsonb - 'host' - 'user' ELSE e.detail::jsonb END
        FROM unnest(ids, details, notices, acts) AS e(id, detail, notice, acknowledged)
        LEFT JOIN notice n ON n.notice = e.notice
       WHERE e.detail IS NOT NULL AND e.acknowledged IS NOT NULL AND (n.state = 'open' OR n.state IS NULL)
         AND e.id <> ALL (refused)
       ORDER BY e.id
    ON CONFLICT DO NOTHING;
  END IF;

  SELECT array_agg(CASE WHEN e.acknowledged IS NULL THEN 3 WHEN n.state = 'closed' THEN 1
                        WHEN n.state = 'busy' OR e.id = ANY (refused) THEN 2 ELSE 0 END ORDER BY e.place)
    INTO verdicts
    FROM unnest(ids, notices, acts) WITH ORDINALITY AS e(id, notice, acknowledged, place)
    LEFT JOIN notice n ON n.notice = e.notice;
END $$;

-- add_v1 runs with its owner's rights; `init --writer` names who may call it.
REVOKE ALL ON FUNCTION receipts.add_v1 FROM PUBLIC;
