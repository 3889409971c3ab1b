package sqlite

// The statements, under the names that data/postgres gives to its own: read the
// two files side by side. Writers have begun with BEGIN IMMEDIATE and so have the
// database to themselves; what PostgreSQL does by locking rows needs no words here.
const (
	createVersion = `CREATE TABLE IF NOT EXISTS schema_version (
		one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL)`
	insertVersion = `INSERT INTO schema_version (one, version) VALUES (1, 0) ON CONFLICT (one) DO NOTHING`
	selectVersion = `SELECT version FROM schema_version`
	updateVersion = `UPDATE schema_version SET version = $1`
	insertHead    = `INSERT INTO head (one, v, floor, epoch) VALUES (1, 0, 0, $1) ON CONFLICT (one) DO NOTHING`

	columns = `r.seq, r.kind, r.id, r.owner, r.modified, r.deleted, r.data`

	selectHead = `SELECT v FROM head WHERE one = 1`

	selectRecord = `SELECT ` + columns + ` FROM record AS r WHERE r.kind = $1 AND r.id = $2`

	listKind = `SELECT ` + columns + ` FROM record AS r
		WHERE r.kind = $1 AND r.id > $2 AND NOT r.deleted ORDER BY r.id LIMIT $3`

	listOwner = `SELECT ` + columns + ` FROM record AS r
		WHERE r.kind = $1 AND r.owner = $2 AND r.id > $3 AND NOT r.deleted ORDER BY r.id LIMIT $4`

	// One statement, so one snapshot: the head is never of another moment than the
	// records. The inner LIMIT keeps the read to a stretch of the primary key.
	selectChanges = `SELECT h.v, h.floor, h.epoch, ` + columns + `
		FROM head AS h LEFT JOIN (
			SELECT * FROM record WHERE seq > $1 ORDER BY seq LIMIT $2) AS r ON true
		WHERE h.one = 1 ORDER BY r.seq`

	// The end of a transaction that changes records: the head moves by their number,
	// and they take the numbers up to it.
	advanceHead = `UPDATE head SET v = v + $1 WHERE one = 1 RETURNING v`

	insertRecord = `INSERT INTO record (seq, kind, id, owner, modified, deleted, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`

	updateRecord = `UPDATE record SET seq = $1, owner = $2, modified = $3, deleted = $4, data = $5
		WHERE seq = $6`

	selectCursor = `SELECT cursor FROM feed WHERE name = $1`
	upsertCursor = `INSERT INTO feed (name, cursor) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor`

	deleteTombstones = `DELETE FROM record WHERE seq IN (
		SELECT seq FROM record WHERE deleted AND modified < $1 ORDER BY modified, seq LIMIT $2)
		RETURNING seq`
	raiseFloor = `UPDATE head SET floor = $1 WHERE one = 1 AND floor < $1`
)
