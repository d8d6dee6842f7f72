-- Version 3: views for Grafana and for a vendor's own queries. Their names and columns stay as they are; what changes
-- gets a new number. No view shows a pseudonym. No group below 5 is shown: small groups are merged into "other".

CREATE VIEW receipts.reach_v1 AS
  SELECT n.message, n.revision, receipts.moment_of(h.hour) AS hour,
         sum(h.displayed) OVER past AS displayed, sum(h.acknowledged) OVER past AS acknowledged
    FROM (SELECT notice, hour, coalesce(sum(events) FILTER (WHERE NOT acknowledged), 0) AS displayed,
                 coalesce(sum(events) FILTER (WHERE acknowledged), 0) AS acknowledged
            FROM receipts.hourly GROUP BY notice, hour) h
    JOIN receipts.notice n USING (notice)
  WINDOW past AS (PARTITION BY h.notice ORDER BY h.hour);

CREATE VIEW receipts.notices_v1 AS
  SELECT n.message, n.revision, receipts.moment_of(n.opened) AS opened, n.ends, n.state, n.forgotten,
         coalesce(t.displayed, 0) AS displayed, coalesce(t.acknowledged, 0) AS acknowledged,
         receipts.moment_of(t.first_hour) AS first_receipt, t.half - t.first_hour + 1 AS half_reached_hours
    FROM receipts.notice n
    LEFT JOIN (SELECT notice, sum(displayed) AS displayed, sum(acknowledged) AS acknowledged, min(hour) AS first_hour,
                      min(hour) FILTER (WHERE so_far * 2 >= total) AS half
                 FROM (SELECT notice, hour, displayed, acknowledged,
                              sum(counted) OVER (PARTITION BY notice ORDER BY hour) AS so_far,
                              sum(counted) OVER (PARTITION BY notice) AS total
                         FROM (SELECT notice, hour, displayed, acknowledged,
                                      CASE WHEN sum(displayed) OVER (PARTITION BY notice) > 0 THEN displayed
                                           ELSE acknowledged END AS counted
                                 FROM (SELECT notice, hour,
                                              coalesce(sum(events) FILTER (WHERE NOT acknowledged), 0) AS displayed,
                                              coalesce(sum(events) FILTER (WHERE acknowledged), 0) AS acknowledged
                                         FROM receipts.hourly GROUP BY notice, hour) one) two) three
                GROUP BY notice) t USING (notice);

-- Receipts by group: those of the outcome "displayed", or "acknowledged" for a notice that has no other.
CREATE VIEW receipts.group_counts AS
  SELECT notice, g.dimension, g.name, sum(k.events) AS events
    FROM receipts.kind k
    JOIN receipts.variant v USING (variant)
   CROSS JOIN LATERAL (VALUES ('language', v.locale), ('system', v.system), ('client', v.client)) AS g(dimension, name)
   WHERE NOT k.acknowledged OR NOT EXISTS (SELECT FROM receipts.kind d WHERE d.notice = k.notice AND NOT d.acknowledged)
   GROUP BY notice, g.dimension, g.name;

-- "other" comes first; a group is merged into it while the group is below 5, or while what was merged is below 5.
CREATE VIEW receipts.groups_v1 AS
  SELECT n.message, n.revision, m.dimension, m.name, m.events
    FROM (SELECT notice, dimension, CASE WHEN events < 5 OR merged BETWEEN 1 AND 4 THEN 'other' ELSE name END AS name,
                 sum(events) AS events
            FROM (SELECT *, coalesce(sum(events) OVER (PARTITION BY notice, dimension ORDER BY name <> 'other', events, name
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS merged
                    FROM receipts.group_counts) g
           GROUP BY 1, 2, 3) m
    JOIN receipts.notice n USING (notice)
   WHERE m.events >= 5;

CREATE VIEW receipts.store_v1 AS
  SELECT (SELECT used FROM receipts.room) AS unopened, (SELECT cap FROM receipts.room) AS unopened_cap,
         (SELECT count(*) FROM receipts.notice WHERE state <> 'closed') AS open_notices,
         (SELECT coalesce(sum(events), 0) FROM receipts.hourly) AS receipts,
         pg_database_size(current_database()) AS bytes;

-- Whole receipts for export, without those whose pseudonyms were forgotten. Not for dashboards: it has pseudonyms.
CREATE VIEW receipts.events_v1 AS
  SELECT e.id, e.installation, e.actor, n.message, n.revision, v.epoch, e.serial, e.acknowledged, receipts.moment_of(e.hour)
         AS hour, v.locale, v.client, v.system, d.detail
    FROM receipts.event e JOIN receipts.notice n USING (notice) JOIN receipts.variant v USING (variant)
    LEFT JOIN receipts.detail d USING (id)
   WHERE e.installation IS NOT NULL;
