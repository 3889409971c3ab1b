# Turns the output of `go test -v` into that of `go test`, and closes with each
# skipped test and its reason. With require=1 a skipped test is a failure.

/^=== (RUN|PAUSE|CONT|NAME) / { test = $3; next }

/^ *--- (PASS|FAIL|SKIP): / {
	count[$2]++
	if ($2 == "SKIP:") skipped[++skips] = $3 ": " reason[$3]
	if ($2 != "FAIL:") next
	bad = 1
}

/^(PASS|FAIL)$/ { next }

# The verdict on a package: its output is worth reading when it failed.
/^(ok  |FAIL|\?   )\t/ {
	if ($1 == "FAIL") {
		for (i = 1; i <= lines; i++) print output[i]
		if (!bad) count["FAIL:"]++ # it did not compile, or crashed
	}
	print
	fflush()
	while (named < skips) { named++; skipped[named] = $2 " " skipped[named] }
	test = ""; lines = bad = 0; split("", reason)
	next
}

test == "" { print; fflush(); next } # from the compiler

{
	output[++lines] = $0
	if (sub(/^ +[A-Za-z0-9_]+\.go:[0-9]+: ([Ss][Kk][Ii][Pp][Pp][Ee][Dd]: )?/, "")) reason[test] = $0
}

END {
	for (i = 1; i <= lines; i++) print output[i] # cut off before its verdict
	for (i = 1; i <= skips; i++) print "SKIPPED: " skipped[i]
	printf "%d passed, %d failed, %d skipped\n", count["PASS:"], count["FAIL:"], skips
	if (require && skips) {
		print "a test was skipped, and here none may be: install what it names"
		exit 1
	}
}
