package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"learnmap/data"
)

// connectTimeout bounds an attempt to connect, unless the URL says otherwise.
const connectTimeout = 10 * time.Second

// configure reads the address of a database.
func configure(address string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if unclear(address) {
		return nil, fmt.Errorf("%w: its address cannot be read: write postgres://USER:PASSWORD@HOST:PORT/NAME, "+
			"with what is neither letter nor digit in the password as %%XX", data.ErrUnavailable)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w: write postgres://USER:PASSWORD@HOST:PORT/NAME", data.ErrUnavailable, err)
	}
	// Statements are described once and planned each time: with the arrays that they
	// get, a plan made while the table was small would be kept for when it is large.
	// It also passes through a pooler that shares connections between transactions.
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	params := config.ConnConfig.RuntimeParams
	if params["application_name"] == "" {
		params["application_name"] = "learnmap"
	}
	return config, nil
}

// unclear tells whether nobody can say where the password of an address ends. The
// parts of such an address are not what they seem, and no message may show them.
func unclear(address string) bool {
	_, rest, isURL := strings.Cut(address, "://")
	if !isURL {
		return strings.Contains(address, "@")
	}
	at := strings.IndexByte(rest, '@')
	end := strings.IndexAny(rest, "/?#")
	return at >= 0 && (strings.Count(rest, "@") > 1 || end >= 0 && end < at)
}

// place returns where a database is, for messages: host:port/name, no password.
func place(config *pgxpool.Config) string {
	c := config.ConnConfig
	host := net.JoinHostPort(c.Host, fmt.Sprint(c.Port))
	if strings.HasPrefix(c.Host, "/") {
		host = fmt.Sprintf("%s/.s.PGSQL.%d", c.Host, c.Port)
	}
	return fmt.Sprintf("postgres at %s, database %s", host, c.Database)
}

// Classes of SQLSTATE and what they ask for.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	uniqueViolation      = "23505"
	idleTooLong          = "25P03"
	diskFull             = "53100"
	tooManyConnections   = "53300"
	badPassword          = "28P01"
	badAuthorization     = "28000"
	noSuchDatabase       = "3D000"
	noPrivilege          = "42501"
	readOnly             = "25006"
	undefinedTable       = "42P01"
	duplicateTable       = "42P07"
	duplicateObject      = "42710" // the type that comes with a table
)

// state returns the SQLSTATE of an error, "" when it is not the server's.
func state(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// clashed tells whether a transaction was undone because another was in its way,
// so that the same thing may go through the next time. A unique violation is one
// too: the batch met no such record when it looked, and another made it since. So
// is a table that another start has made, and a transaction that the server ended
// as this process was held up.
func clashed(err error) bool {
	switch state(err) {
	case serializationFailure, deadlockDetected, uniqueViolation, duplicateTable, duplicateObject, idleTooLong:
		return true
	}
	return false
}

// explain returns the error with the place of the database and what to do about
// it. What pgx says never holds the password, and neither does the place.
func (s *Store) explain(ctx context.Context, err error) error {
	switch fix, kind := diagnose(err); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case kind == nil:
		return fmt.Errorf("%s: %w", s.place, err)
	default:
		return fmt.Errorf("%s: %w: %w: %s", s.place, kind, err, fix)
	}
}

// diagnose returns what to do about an error, and what it is to a caller of the
// store, nil when it is none of the errors of package data.
func diagnose(err error) (fix string, kind error) {
	code := state(err)
	switch code {
	case diskFull:
		return "free some space on the server; nothing that was stored is lost", data.ErrFull
	case tooManyConnections:
		return "raise max_connections, or lower pool_max_conns in the address", data.ErrUnavailable
	case badPassword, badAuthorization:
		return "check user and password in the address, and the server's pg_hba.conf", data.ErrUnavailable
	case noSuchDatabase:
		return "create it with createdb, or correct the name in the address", data.ErrUnavailable
	case noPrivilege:
		return "grant the user CREATE on the schema, or give the address of its owner", data.ErrUnavailable
	case readOnly:
		return "it only reads, as a standby does: give the address of the primary", data.ErrUnavailable
	}
	if strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P") {
		return "the server is stopping or starting: wait for it and try again", data.ErrUnavailable
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if code == "" && (errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err)) {
		return "check that the server runs and that the address is right", data.ErrUnavailable
	}
	return "", nil
}
