-- Version 2: what the vendor's operator does to notices: open, close, forget, and a look at forged receipts.

CREATE FUNCTION receipts.table_of(notice integer) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$SELECT format('receipts.event_%s', notice)$$;

-- Publishes words. Receipts that were counted as "other" before stay there.
CREATE FUNCTION receipts.publish_v1(clients text[], locales text[], epochs bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO receipts.published (kind, name)
    SELECT 'client', unnest(clients) UNION SELECT 'locale', unnest(locales) UNION SELECT 'epoch', unnest(epochs)::text
  ON CONFLICT DO NOTHING
$$;

-- Opens a notice and moves the rows and counters of receipts that came before. One transaction; batches that hold
-- receipts of notices not open wait for it, others do not. `opened` NULL: the hour of the first receipt, or now.
-- For a notice that is open already, only its end is changed. Returns the number of rows moved.
CREATE FUNCTION receipts.open_v1(message text, revision bigint, opened timestamptz, ends timestamptz)
RETURNS bigint LANGUAGE plpgsql SET search_path = receipts, pg_temp AS $$
#variable_conflict use_column
DECLARE
  number integer;
  present text;
  first_hour integer;
  moved bigint;
BEGIN
  PERFORM 1 FROM room FOR UPDATE;
  SELECT n.state INTO present FROM notice n WHERE n.message = open_v1.message AND n.revision = open_v1.revision;
  IF present = 'open' THEN
    UPDATE notice n SET ends = coalesce(open_v1.ends, n.ends)
     WHERE n.message = open_v1.message AND n.revision = open_v1.revision;
    RETURN 0;
  ELSIF present IS NOT NULL THEN
    RAISE EXCEPTION 'notice % revision % is %', message, revision, present USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  first_hour := coalesce(hour_of(opened),
    (SELECT min(u.arrived) FROM unopened u WHERE u.message = open_v1.message AND u.revision = open_v1.revision),
    hour_of(clock_timestamp()));
  INSERT INTO notice (message, revision, opened, ends) VALUES (message, revision, first_hour, ends)
    RETURNING notice.notice INTO number;
  EXECUTE format('CREATE TABLE %s (LIKE receipts.event, PRIMARY KEY (id), CHECK (notice = %s))', table_of(number), number);
  -- The intake may write through the parent table only; the owner is the same.
  CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
    WITH gone AS (
      DELETE FROM unopened u WHERE u.message = open_v1.message AND u.revision = open_v1.revision RETURNING u.*
    ) SELECT * FROM gone ORDER BY id;
  GET DIAGNOSTICS moved = ROW_COUNT;
  UPDATE room SET used = used - moved;
  IF moved > 0 THEN
    EXECUTE format($move$
      WITH listed AS (
        SELECT array_agg(locale ORDER BY id) AS locales, array_agg(client ORDER BY id) AS clients,
               array_agg(system ORDER BY id) AS systems, array_agg(epoch ORDER BY id) AS epochs,
               array_agg(id ORDER BY id) AS ids FROM pg_temp.moving
      ), known AS (
        SELECT k.* FROM listed,
               unnest(ids, receipts.variants_of(locales, clients, systems, epochs)) AS k(id, variant)
      )
      INSERT INTO %s (id, installation, actor, serial, notice, hour, variant, acknowledged)
        SELECT m.id, m.installation, m.actor, m.serial, %s, greatest(%s, least(m.hour, m.arrived)), k.variant, m.acknowledged
          FROM pg_temp.moving m JOIN known k ON k.id = m.id ORDER BY m.id
      $move$, table_of(number), number, first_hour);
    EXECUTE format('INSERT INTO hourly SELECT notice, acknowledged, hour, count(*) FROM %s GROUP BY 1, 2, 3',
                   table_of(number));
    EXECUTE format('INSERT INTO kind SELECT notice, acknowledged, variant, count(*) FROM %s GROUP BY 1, 2, 3',
                   table_of(number));
  END IF;
  DROP TABLE pg_temp.moving;
  EXECUTE format('ALTER TABLE event ATTACH PARTITION %s FOR VALUES IN (%s)', table_of(number), number);
  RETURN moved;
END $$;

-- First step of `close`: from now on receipts of this notice are answered and not counted. Waits for batches under
-- way. A notice that was never opened loses the receipts that wait for it. Returns its number.
CREATE FUNCTION receipts.close_v1(message text, revision bigint) RETURNS integer
LANGUAGE plpgsql SET search_path = receipts, pg_temp AS $$
#variable_conflict use_column
DECLARE
  number integer;
  gone bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(gate());
  PERFORM 1 FROM room FOR UPDATE;
  INSERT INTO notice AS n (message, revision, opened, state)
    VALUES (message, revision, hour_of(clock_timestamp()), 'closed')
  ON CONFLICT ON CONSTRAINT notice_message_revision_key DO UPDATE SET state = 'closed'
  RETURNING n.notice INTO number;
  DELETE FROM detail d USING unopened u
   WHERE d.id = u.id AND u.message = close_v1.message AND u.revision = close_v1.revision;
  DELETE FROM unopened u WHERE u.message = close_v1.message AND u.revision = close_v1.revision;
  GET DIAGNOSTICS gone = ROW_COUNT;
  UPDATE room SET used = used - gone;
  RETURN number;
END $$;

-- Drops receipts that have waited for a notice longer than this. Returns their number.
CREATE FUNCTION receipts.drop_unopened_v1(older_than interval) RETURNS bigint
LANGUAGE plpgsql SET search_path = receipts, pg_temp AS $$
#variable_conflict use_column
DECLARE
  gone bigint;
BEGIN
  PERFORM 1 FROM room FOR UPDATE;
  DELETE FROM detail d USING unopened u WHERE d.id = u.id AND u.arrived < hour_of(clock_timestamp() - older_than);
  DELETE FROM unopened WHERE arrived < hour_of(clock_timestamp() - older_than);
  GET DIAGNOSTICS gone = ROW_COUNT;
  UPDATE room SET used = used - gone;
  RETURN gone;
END $$;

-- Two steps of `forget`, each a transaction of its own. Between them receipts of this notice are told to come again.
CREATE FUNCTION receipts.begin_forget_v1(message text, revision bigint) RETURNS integer
LANGUAGE plpgsql SET search_path = receipts, pg_temp AS $$
#variable_conflict use_column
DECLARE
  number integer;
BEGIN
  PERFORM pg_advisory_xact_lock(gate());
  UPDATE notice n SET forgotten = true, state = 'busy'
   WHERE n.message = begin_forget_v1.message AND n.revision = begin_forget_v1.revision AND n.state <> 'closed'
  RETURNING n.notice INTO number;
  RETURN number;
END $$;

-- Writes the table anew without pseudonyms: TRUNCATE gives it a new file, and the old one is deleted at the commit.
CREATE FUNCTION receipts.end_forget_v1(number integer) RETURNS bigint
LANGUAGE plpgsql SET search_path = receipts, pg_temp AS $$
#variable_conflict use_column
DECLARE
  rows bigint;
BEGIN
  EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', table_of(number));
  EXECUTE format('CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM %s', table_of(number));
  GET DIAGNOSTICS rows = ROW_COUNT;
  EXECUTE format('TRUNCATE %s', table_of(number));
  EXECUTE format('INSERT INTO %s (id, serial, notice, hour, variant, acknowledged)
                  SELECT id, serial, notice, hour, variant, acknowledged FROM pg_temp.kept ORDER BY id', table_of(number));
  UPDATE detail d SET detail = d.detail - 'host' - 'user' FROM pg_temp.kept k WHERE k.id = d.id;
  DROP TABLE pg_temp.kept;
  UPDATE notice n SET state = 'open' WHERE n.notice = number AND n.state = 'busy';
  RETURN rows;
END $$;

-- What looks forged, worst first. It shows pseudonyms and is for the operator alone.
CREATE FUNCTION receipts.suspects_v1()
RETURNS TABLE (reason text, message text, revision bigint, subject text, events bigint)
LANGUAGE sql SET search_path = receipts, pg_temp AS $$
  (SELECT 'many readers on one installation', n.message, n.revision, e.installation::text, count(DISTINCT e.actor)
     FROM event e JOIN notice n USING (notice)
    WHERE e.installation IS NOT NULL GROUP BY n.message, n.revision, e.installation HAVING count(DISTINCT e.actor) > 20
    ORDER BY 5 DESC LIMIT 50)
  UNION ALL
  (SELECT 'waits for a notice that is not open', u.message, u.revision, '', count(*)
     FROM unopened u GROUP BY u.message, u.revision ORDER BY 5 DESC LIMIT 50)
  UNION ALL
  (SELECT 'unpublished client, locale or epoch', n.message, n.revision,
          format('client %s, locale %s, epoch %s', v.client, v.locale, v.epoch), sum(k.events)::bigint
     FROM kind k JOIN notice n USING (notice) JOIN variant v USING (variant)
    WHERE 'other' IN (v.client, v.locale) OR v.epoch = -1
    GROUP BY n.message, n.revision, v.client, v.locale, v.epoch ORDER BY 5 DESC LIMIT 50)
  UNION ALL
  (SELECT 'one hour has half of all receipts', n.message, n.revision, to_char(moment_of(t.hour) AT TIME ZONE 'UTC',
          'YYYY-MM-DD"T"HH24:MI"Z"'), t.events
     FROM (SELECT notice, hour, sum(h.events)::bigint AS events, sum(sum(h.events)) OVER (PARTITION BY notice) AS total
             FROM hourly h GROUP BY notice, hour) t JOIN notice n USING (notice)
    WHERE t.total >= 1000 AND t.events * 2 >= t.total ORDER BY 5 DESC LIMIT 50)
$$;
