package postgres

// The statements, under the names that data/sqlite gives to its own: read the two
// files side by side. Here others write at the same time, so rows are locked
// before they are changed, always in the order of their keys, and the head last.
// Arrays carry a whole batch in one statement. Nothing is used that other engines
// with PostgreSQL's protocol lack: no sequences, triggers, advisory locks or NOTIFY.
const (
	createVersion = `CREATE TABLE IF NOT EXISTS schema_version (
		one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL)`
	insertVersion = `INSERT INTO schema_version (one, version) VALUES (1, 0) ON CONFLICT (one) DO NOTHING`
	selectVersion = `SELECT version FROM schema_version`
	lockVersion   = `SELECT version FROM schema_version FOR UPDATE`
	updateVersion = `UPDATE schema_version SET version = $1`
	insertHead    = `INSERT INTO head (one, v, floor, epoch) VALUES (1, 0, 0, $1) ON CONFLICT (one) DO NOTHING`

	columns = `r.seq, r.kind, r.id, r.owner, r.modified, r.deleted, r.data`

	selectHead = `SELECT v FROM head WHERE one = 1`

	selectRecord = `SELECT ` + columns + ` FROM record AS r WHERE r.kind = $1 AND r.id = $2`

	// selectRecords asks for many at once. lockRecords keeps them as they are, too,
	// until the transaction ends.
	selectRecords = `SELECT ` + columns + ` FROM record AS r
		JOIN unnest($1::text[], $2::text[]) AS k (kind, id) ON r.kind = k.kind AND r.id = k.id`
	lockRecords = selectRecords + ` ORDER BY r.kind, r.id FOR UPDATE OF r`

	listKind = `SELECT ` + columns + ` FROM record AS r
		WHERE r.kind = $1 AND r.id > $2 AND NOT r.deleted ORDER BY r.id LIMIT $3`

	listOwner = `SELECT ` + columns + ` FROM record AS r
		WHERE r.kind = $1 AND r.owner = $2 AND r.id > $3 AND NOT r.deleted ORDER BY r.id LIMIT $4`

	// One statement, so one snapshot: the head is never of another moment than the
	// records. The inner LIMIT keeps the read to a stretch of the primary key; "one = 1"
	// tells the planner that there is one head, which it would not guess.
	selectChanges = `SELECT h.v, h.floor, h.epoch, ` + columns + `
		FROM head AS h LEFT JOIN (
			SELECT * FROM record WHERE seq > $1 ORDER BY seq LIMIT $2) AS r ON true
		WHERE h.one = 1 ORDER BY r.seq`

	// The end of a transaction that changes records: the head moves by their number,
	// and they take the numbers up to it. Who waits for the head holds all its other
	// locks, and who has it waits for nobody, so there is no deadlock.
	advanceHead = `UPDATE head SET v = v + $1 WHERE one = 1 RETURNING v`

	insertRecords = `INSERT INTO record (seq, kind, id, owner, modified, deleted, data)
		SELECT h.v - c.back, c.kind, c.id, c.owner, c.modified, c.deleted, c.data FROM head AS h,
			unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::boolean[], $7::text[])
			AS c (back, kind, id, owner, modified, deleted, data)
		WHERE h.one = 1`

	updateRecords = `UPDATE record AS r
		SET seq = h.v - c.back, owner = c.owner, modified = c.modified, deleted = c.deleted, data = c.data
		FROM head AS h,
			unnest($1::bigint[], $2::text[], $3::bigint[], $4::boolean[], $5::text[], $6::bigint[])
			AS c (back, owner, modified, deleted, data, old)
		WHERE h.one = 1 AND r.seq = c.old`

	selectCursor = `SELECT cursor FROM feed WHERE name = $1`
	upsertCursor = `INSERT INTO feed (name, cursor) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor`

	deleteTombstones = `DELETE FROM record WHERE seq IN (
		SELECT seq FROM record WHERE deleted AND modified < $1 ORDER BY modified, seq LIMIT $2)
		RETURNING seq`
	raiseFloor = `UPDATE head SET floor = $1 WHERE one = 1 AND floor < $1`

	analyze = `ANALYZE record`
)
